package dev.handrail.agent.domain;

import dev.handrail.agent.domain.HistoryEntry.FieldChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The account of somebody who works here. Immutable: a transition returns a {@link Change} with the
 * new state and the events, or throws an {@link AgentProblem} and nothing has happened.
 *
 * <p>Nobody decides about its own account, and only an admin about an admin's; nobody gives what it
 * does not have itself.
 *
 * @param id UUIDv7; the subject of the agent's tokens
 * @param email in lower case; an address has one account for ever
 * @param passwordHash with salt and costs in its text; never shown
 * @param role {@link Role#SUPPORT_AGENT} or {@link Role#ADMIN}
 * @param statusReason what the admin said who rejected or suspended it
 * @param capacity how many tickets it may have at a time, 1 to 100
 * @param shifts when it works; null: nobody has said so
 * @param presence whether it can be reached; changes without a new version
 * @param accessVersion grows with all that makes tokens in use void
 * @param profileVersion grows with what others show of the agent
 * @param version grows by one with each change
 * @param eventSequence how many events it has had
 */
public record Agent(
    UUID id,
    String email,
    String passwordHash,
    Role role,
    AccountStatus status,
    @Nullable String statusReason,
    Profile profile,
    Rights rights,
    int capacity,
    @Nullable WeeklyShifts shifts,
    Presence presence,
    long accessVersion,
    long profileVersion,
    Instant createdAt,
    Instant updatedAt,
    long version,
    long eventSequence) {

  /** How many tickets an agent may have at a time until somebody says else. */
  public static final int USUAL_CAPACITY = 5;

  /** The most that anybody may have at a time. */
  public static final int MOST_CAPACITY = 100;

  /** A new account: pending, for no app, offline. */
  public static Change register(
      UUID id, String email, String passwordHash, Profile profile, Instant now) {
    Agent agent =
        fresh(
            id,
            email,
            passwordHash,
            Role.SUPPORT_AGENT,
            AccountStatus.PENDING,
            profile,
            Rights.NONE,
            now);
    return created(agent, new Actor(id.toString(), profile.name(), ActorKind.SUPPORT_AGENT), now);
  }

  /** The first admin's account: approved, for all apps. */
  public static Change firstAdmin(
      UUID id, String email, String passwordHash, Profile profile, Instant now) {
    Agent agent =
        fresh(
            id,
            email,
            passwordHash,
            Role.ADMIN,
            AccountStatus.APPROVED,
            profile,
            Rights.NONE.withApps(List.of(Rights.EVERY_APP)),
            now);
    return created(agent, Actor.SYSTEM, now);
  }

  private static Agent fresh(
      UUID id,
      String email,
      String passwordHash,
      Role role,
      AccountStatus status,
      Profile profile,
      Rights rights,
      Instant now) {
    return new Agent(
        id,
        email,
        passwordHash,
        role,
        status,
        null,
        profile,
        rights,
        USUAL_CAPACITY,
        null,
        Presence.unseen(now),
        1,
        1,
        now,
        now,
        1,
        1);
  }

  private static Change created(Agent agent, Actor actor, Instant now) {
    return new Change(
        null,
        agent,
        List.of(new AgentEvent.Registered()),
        actor,
        now,
        new HistoryEntry(
            "agent_registered",
            List.of(new FieldChange("status", null, agent.status.wire())),
            null));
  }

  /** What it may do: its role's default, with what was granted and without what was revoked. */
  public Set<Permission> permissions() {
    return rights.effective(role);
  }

  public boolean isApproved() {
    return status == AccountStatus.APPROVED;
  }

  public Availability availability() {
    return presence.availability();
  }

  /** Since when the availability is what it is. */
  public Instant availabilitySince() {
    return presence.since();
  }

  /** The moves that the account has from where it stands, as the last part of their routes. */
  public Set<String> allowedMoves() {
    return switch (status) {
      case PENDING -> Set.of("approval", "rejection");
      case APPROVED -> Set.of("suspension");
      case REJECTED -> Set.of("approval");
      case SUSPENDED -> Set.of("reinstatement");
    };
  }

  /**
   * Lets a pending account work; also one that was rejected, as an admin may think again.
   *
   * @param apps the apps that it will work for; null means those of the caller
   * @param grant permissions over its role's default
   */
  public Change approve(
      @Nullable List<String> apps, Set<Permission> grant, Caller caller, Instant now) {
    requireMayDecide(caller);
    requireMove("approval", "approved");
    List<String> served = apps == null ? List.copyOf(new TreeSet<>(caller.apps())) : apps;
    if (served.isEmpty()) {
      throw new AgentProblem.Invalid("apps", "must hold at least one app");
    }
    Rights next = rights.withApps(served).withPermissions(role, grant, rights.revoked());
    requireMayGive(next, caller);
    Draft draft = new Draft("agent_approved", caller.actor(), now);
    draft.status = AccountStatus.APPROVED;
    draft.statusReason = null;
    draft.rights = next;
    draft.events.add(new AgentEvent.Approved());
    return draft.done();
  }

  /** Refuses a pending account. */
  public Change reject(String reason, Caller caller, Instant now) {
    requireMayDecide(caller);
    requireMove("rejection", "rejected");
    Draft draft = new Draft("agent_rejected", caller.actor(), now);
    draft.status = AccountStatus.REJECTED;
    draft.statusReason = reason;
    draft.reason = reason;
    draft.events.add(new AgentEvent.Rejected());
    return draft.done();
  }

  /** Stops an account: its tokens are void, and it is offline. */
  public Change suspend(String reason, Caller caller, Instant now) {
    requireMayDecide(caller);
    requireMove("suspension", "suspended");
    Draft draft = new Draft("agent_suspended", caller.actor(), now);
    draft.status = AccountStatus.SUSPENDED;
    draft.statusReason = reason;
    draft.reason = reason;
    draft.voidTokens();
    draft.events.add(new AgentEvent.Suspended());
    draft.goOffline();
    return draft.done();
  }

  /** Lets a suspended account work again, with tokens that it must fetch anew. */
  public Change reinstate(Caller caller, Instant now) {
    requireMayDecide(caller);
    requireMove("reinstatement", "reinstated");
    Draft draft = new Draft("agent_reinstated", caller.actor(), now);
    draft.status = AccountStatus.APPROVED;
    draft.statusReason = null;
    draft.voidTokens();
    draft.events.add(new AgentEvent.Reinstated());
    return draft.done();
  }

  /** Sets what it may do beside its role's default. */
  public Change setPermissions(
      Set<Permission> grant, Set<Permission> revoke, Caller caller, Instant now) {
    requireMayDecide(caller);
    Set<Permission> both = new HashSet<>(grant);
    both.retainAll(revoke);
    if (!both.isEmpty()) {
      throw new AgentProblem.Invalid(
          "revoke", "must not hold what is granted, too: " + wires(both));
    }
    Rights next = rights.withPermissions(role, grant, revoke);
    if (next.equals(rights)) {
      return Change.none(this, caller.actor(), now);
    }
    requireMayGive(next, caller);
    Draft draft = new Draft("permissions_changed", caller.actor(), now);
    draft.rights = next;
    draft.voidTokens();
    draft.events.add(new AgentEvent.PermissionsChanged(List.of("permissions")));
    return draft.done();
  }

  /** Sets the apps that it works for, at least one. */
  public Change setApps(List<String> apps, Caller caller, Instant now) {
    requireMayDecide(caller);
    if (apps.isEmpty()) {
      throw new AgentProblem.Invalid("apps", "must hold at least one app");
    }
    Rights next = rights.withApps(apps);
    if (next.equals(rights)) {
      return Change.none(this, caller.actor(), now);
    }
    requireMayGive(next, caller);
    Draft draft = new Draft("apps_changed", caller.actor(), now);
    draft.rights = next;
    draft.voidTokens();
    draft.events.add(new AgentEvent.PermissionsChanged(List.of("apps")));
    return draft.done();
  }

  /**
   * Sets how many tickets it may have at a time. Fewer than it has takes none of them away.
   *
   * @param most 1 to 100
   */
  public Change setCapacity(int most, Caller caller, Instant now) {
    requireMayDecide(caller);
    if (most < 1 || most > MOST_CAPACITY) {
      throw new AgentProblem.Invalid("max", "must be from 1 to " + MOST_CAPACITY);
    }
    if (most == capacity) {
      return Change.none(this, caller.actor(), now);
    }
    Draft draft = new Draft("capacity_changed", caller.actor(), now);
    draft.capacity = most;
    draft.events.add(new AgentEvent.PermissionsChanged(List.of("capacity")));
    return draft.done();
  }

  /** Sets when it works. */
  public Change setShifts(WeeklyShifts next, Caller caller, Instant now) {
    requireMayDecide(caller);
    if (next.equals(shifts)) {
      return Change.none(this, caller.actor(), now);
    }
    Draft draft = new Draft("shifts_changed", caller.actor(), now);
    draft.settle();
    draft.shifts = next;
    draft.events.add(new AgentEvent.ProfileChanged(List.of("shifts")));
    return draft.done();
  }

  /**
   * Says of itself how it can be reached.
   *
   * @param lease for how long it then counts as alive
   */
  public Change setAvailability(Availability chosen, Duration lease, Caller caller, Instant now) {
    if (!caller.id().equals(id.toString()) || !isApproved()) {
      throw new AgentProblem.Forbidden("This is for approved agents, each for itself.");
    }
    return reached(presence.choose(chosen, lease, now, hours()), caller.actor(), now);
  }

  /**
   * A sign of life. Who is not approved is not there, whatever it does.
   *
   * @param lease for how long it then counts as alive
   */
  public Change renew(Duration lease, Instant now) {
    if (!isApproved() && availability() == Availability.OFFLINE) {
      return Change.none(this, Actor.SYSTEM, now);
    }
    return reached(
        isApproved() ? presence.renew(lease, now, hours()) : presence.withdraw(now),
        Actor.SYSTEM,
        now);
  }

  /** What time has brought: shifts that began or ended, a lease that lapsed. */
  public Change settle(Instant now) {
    return reached(
        isApproved() ? presence.settle(now, hours()) : presence.withdraw(now), Actor.SYSTEM, now);
  }

  /** When its next shift begins or ends, after what is settled; null when none does. */
  public @Nullable Instant nextBoundaryAt() {
    return presence.nextBoundaryAt(hours());
  }

  private WeeklyShifts hours() {
    return shifts == null ? WeeklyShifts.NONE : shifts;
  }

  /** Being reached or not is no change of the account: its version and its history stay. */
  private Change reached(Presence.Step step, Actor actor, Instant now) {
    List<AgentEvent> events = AgentEvent.AvailabilityChanged.of(presence, step);
    Agent after =
        new Agent(
            id,
            email,
            passwordHash,
            role,
            status,
            statusReason,
            profile,
            rights,
            capacity,
            shifts,
            step.after(),
            accessVersion,
            profileVersion,
            createdAt,
            updatedAt,
            version,
            eventSequence + events.size());
    return new Change(this, after, events, actor, now, null);
  }

  /** Says of itself who it is and what it can. Its department is not its own to choose. */
  public Change reviseOwn(Profile next, Caller caller, Instant now) {
    List<String> changed = profile.differencesTo(next);
    if (!caller.id().equals(id.toString())
        || changed.contains("department")
        || changed.contains("employeeId")) {
      throw new AgentProblem.Forbidden("This is for who manages agents.");
    }
    return revised(next, changed, caller, now);
  }

  /** Corrects another's profile. Another department makes its tokens void, as they name it. */
  public Change revise(Profile next, Caller caller, Instant now) {
    requireMayDecide(caller);
    return revised(next, profile.differencesTo(next), caller, now);
  }

  private Change revised(Profile next, List<String> changed, Caller caller, Instant now) {
    if (changed.isEmpty()) {
      return Change.none(this, caller.actor(), now);
    }
    Draft draft = new Draft("profile_changed", caller.actor(), now);
    draft.profile = next;
    if (changed.contains("department")) {
      draft.voidTokens();
    }
    if (Profile.isShown(changed)) {
      draft.profileVersion++;
    }
    draft.events.add(new AgentEvent.ProfileChanged(changed));
    return draft.done();
  }

  /** Sets another password by who knows the old one. Tokens in use are void. */
  public Change changePassword(String hash, Instant now) {
    return withPassword("password_changed", hash, now);
  }

  /** Sets another password by a link that was sent to the address. Tokens in use are void. */
  public Change resetPassword(String hash, Instant now) {
    return withPassword("password_reset", hash, now);
  }

  private Change withPassword(String action, String hash, Instant now) {
    Draft draft = new Draft(action, itself(), now);
    draft.passwordHash = hash;
    draft.voidTokens();
    return draft.done();
  }

  /** Keeps the same password under a hash of today's costs. */
  public Change rehash(String hash, Instant now) {
    Draft draft = new Draft("password_rehashed", Actor.SYSTEM, now);
    draft.passwordHash = hash;
    return draft.done();
  }

  /** Notes that somebody asked for a link with which to set a new password. */
  public Change requestPasswordReset(UUID resetId, Instant now) {
    Draft draft = new Draft("password_reset_requested", Actor.SYSTEM, now);
    draft.events.add(new AgentEvent.PasswordResetRequested(resetId));
    return draft.done();
  }

  /** Somebody used a refresh token a second time: tokens in use are void. */
  public Change refreshTokenReused(Instant now) {
    Draft draft = new Draft("refresh_token_reused", Actor.SYSTEM, now);
    draft.voidTokens();
    return draft.done();
  }

  private Actor itself() {
    return new Actor(id.toString(), profile.name(), ActorKind.of(role));
  }

  /** A hash is nobody's business, not even a log's. */
  @Override
  public String toString() {
    return "Agent[" + id + ", " + status.wire() + ", version " + version + "]";
  }

  private void requireMove(String move, String done) {
    if (!allowedMoves().contains(move)) {
      throw new AgentProblem.IllegalMove(
          "A " + status.wire() + " account cannot be " + done + ".", allowedMoves());
    }
  }

  private void requireMayDecide(Caller caller) {
    caller.require(Permission.MANAGE_AGENTS);
    if (caller.id().equals(id.toString())) {
      throw new AgentProblem.Forbidden("Nobody decides about its own account.");
    }
    if (role == Role.ADMIN && !caller.isAdmin()) {
      throw new AgentProblem.Forbidden("Only an admin decides about an admin's account.");
    }
  }

  /** Who gives or takes something must have it itself. */
  private void requireMayGive(Rights next, Caller caller) {
    Set<Permission> given = next.effective(role);
    given.removeAll(permissions());
    given.removeAll(caller.permissions());
    if (!given.isEmpty()) {
      throw new AgentProblem.Forbidden("You cannot grant what you do not have: " + wires(given));
    }
    Set<String> apps = differences(rights.apps(), next.apps());
    if (!apps.stream().allMatch(caller::serves)) {
      throw new AgentProblem.Forbidden("You can give and take only apps that you serve yourself.");
    }
  }

  private static Set<String> differences(Collection<String> some, Collection<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    all.removeIf(app -> some.contains(app) && others.contains(app));
    return all;
  }

  private static String wires(Set<Permission> permissions) {
    return permissions.stream().sorted().map(Wire::wire).collect(Collectors.joining(", "));
  }

  /** The next state in the making. A transition sets what it changes and is done. */
  final class Draft {
    private final String action;
    private final Actor actor;
    private final Instant now;
    final List<AgentEvent> events = new ArrayList<>();
    @Nullable String reason;
    String passwordHash = Agent.this.passwordHash;
    AccountStatus status = Agent.this.status;
    @Nullable String statusReason = Agent.this.statusReason;
    Profile profile = Agent.this.profile;
    Rights rights = Agent.this.rights;
    int capacity = Agent.this.capacity;
    @Nullable WeeklyShifts shifts = Agent.this.shifts;
    Presence presence = Agent.this.presence;
    long accessVersion = Agent.this.accessVersion;
    long profileVersion = Agent.this.profileVersion;

    /**
     * @param action for the history
     */
    Draft(String action, Actor actor, Instant now) {
      this.action = action;
      this.actor = actor;
      this.now = now;
    }

    void voidTokens() {
      accessVersion++;
    }

    /** What time has brought is settled by what held until now, as other shifts count from now. */
    void settle() {
      reach(presence.settle(now, hours()));
    }

    private void reach(Presence.Step step) {
      events.addAll(AgentEvent.AvailabilityChanged.of(presence, step));
      presence = step.after();
    }

    void goOffline() {
      reach(presence.withdraw(now));
    }

    Change done() {
      Agent before = Agent.this;
      Agent after =
          new Agent(
              id,
              email,
              passwordHash,
              role,
              status,
              statusReason,
              profile,
              rights,
              capacity,
              shifts,
              presence,
              accessVersion,
              profileVersion,
              createdAt,
              now,
              version + 1,
              eventSequence + events.size());
      return new Change(
          before,
          after,
          events,
          actor,
          now,
          new HistoryEntry(action, between(before, after), reason));
    }
  }

  /** Which fields differ, in the order in which a reader wants them. */
  private static List<FieldChange> between(Agent before, Agent after) {
    List<FieldChange> changes = new ArrayList<>();
    add(changes, "status", before.status.wire(), after.status.wire());
    add(changes, "apps", joined(before.rights.apps()), joined(after.rights.apps()));
    add(changes, "granted", joined(before.rights.granted()), joined(after.rights.granted()));
    add(changes, "revoked", joined(before.rights.revoked()), joined(after.rights.revoked()));
    add(changes, "capacity", String.valueOf(before.capacity), String.valueOf(after.capacity));
    add(changes, "shifts", text(before.shifts), text(after.shifts));
    Profile was = before.profile;
    Profile is = after.profile;
    add(changes, "firstName", was.firstName(), is.firstName());
    add(changes, "lastName", was.lastName(), is.lastName());
    add(changes, "phoneNumber", was.phoneNumber(), is.phoneNumber());
    add(changes, "employeeId", was.employeeId(), is.employeeId());
    add(changes, "department", was.department(), is.department());
    add(changes, "specializations", joined(was.specializations()), joined(is.specializations()));
    add(changes, "languages", joined(was.languages()), joined(is.languages()));
    add(changes, "avatarUrl", was.avatarUrl(), is.avatarUrl());
    if (!before.passwordHash.equals(after.passwordHash)) {
      changes.add(new FieldChange("password", null, null));
    }
    return changes;
  }

  private static void add(
      List<FieldChange> changes, String field, @Nullable String from, @Nullable String to) {
    if (!Objects.equals(from, to)) {
      changes.add(new FieldChange(field, from, to));
    }
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private static @Nullable String joined(Set<Permission> permissions) {
    return permissions.isEmpty() ? null : wires(permissions);
  }

  private static @Nullable String text(@Nullable WeeklyShifts shifts) {
    return shifts == null ? null : shifts.zone() + " " + shifts.week();
  }
}
