package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.HistoryEntry.FieldChange;
import dev.handrail.ticket.domain.TicketEvent.Assigned.How;
import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.ClockRule;
import dev.handrail.ticket.domain.sla.Deadline;
import dev.handrail.ticket.domain.sla.Sla;
import dev.handrail.ticket.domain.sla.SlaState;
import dev.handrail.ticket.domain.sla.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A customer's request and all that came of it. Immutable: a transition returns a {@link Change}
 * with the new state and the events, or throws a {@link TicketProblem} and nothing has happened.
 *
 * <p>Whether the caller may see the ticket is decided before ({@link Scope}); what it may do with
 * it is decided here.
 *
 * @param id UUIDv7
 * @param number for people, such as {@code BKG-000123}; unique, never used again
 * @param openedBy who made it, which may be staff or a service on the customer's behalf
 * @param description the customer's opening words; also the first message of the thread
 * @param watchers ids of the staff who follow it, in the order in which they came; nobody else
 *     knows
 * @param escalationLevel 0 until it is escalated
 * @param updatedAt when anything last changed, internal notes included
 * @param publicUpdatedAt when anything last changed that the customer may know of
 * @param version grows by one with each change of a field; new messages leave it
 * @param unseenChanges how many of these changes were of what the customer's side does not see
 * @param eventSequence how many events the ticket has had
 */
public record Ticket(
    UUID id,
    String number,
    String app,
    Customer customer,
    Opener openedBy,
    Source source,
    Content content,
    String description,
    List<Link> links,
    List<String> watchers,
    Status status,
    @Nullable Assignee assignee,
    int escalationLevel,
    FollowUp followUp,
    @Nullable Resolution resolution,
    @Nullable Rating rating,
    Sla sla,
    MessageThread thread,
    Instant createdAt,
    Instant updatedAt,
    Instant publicUpdatedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant closedAt,
    long version,
    long unseenChanges,
    long eventSequence) {

  /** How many may follow one ticket: each of its events names them all. */
  public static final int MOST_WATCHERS = 100;

  /** Who opened a ticket. */
  public record Opener(String id, ActorKind kind) {}

  public Ticket {
    links = List.copyOf(links);
    watchers = List.copyOf(watchers);
  }

  /** A new ticket: open, unassigned, both SLA clocks running from this moment. */
  public static Change open(
      UUID id,
      String number,
      AppProfile profile,
      Terms terms,
      Customer customer,
      Source source,
      Content content,
      String description,
      List<Link> links,
      UUID openingId,
      Actor actor,
      Instant now) {
    Message opening =
        new Message(
            openingId,
            1,
            new Message.Author(actor.id(), actor.name(), actor.kind()),
            description,
            TextFormat.TEXT,
            Visibility.PUBLIC,
            now);
    Ticket ticket =
        new Ticket(
            id,
            number,
            profile.key(),
            customer,
            new Opener(actor.id(), actor.kind()),
            source,
            content,
            description,
            links,
            List.of(),
            Status.OPEN,
            null,
            0,
            FollowUp.NONE,
            null,
            null,
            Sla.startingAt(now, terms),
            MessageThread.EMPTY.with(opening),
            now,
            now,
            now,
            null,
            null,
            1,
            0,
            2);
    return new Change(
        null,
        ticket,
        List.of(new TicketEvent.Created(opening), new TicketEvent.SlaTargetsSet(ticket.sla)),
        actor,
        now,
        new HistoryEntry(now, actor, "ticket_created", HistoryEntry.between(null, ticket), null));
  }

  public boolean isAssignedTo(String agentId) {
    return assignee != null && assignee.id().equals(agentId);
  }

  /** Its watchers with this one among them. Following a ticket is no change of the ticket. */
  public List<String> watchersWith(String staffId) {
    if (watchers.contains(staffId)) {
      return watchers;
    }
    if (watchers.size() == MOST_WATCHERS) {
      throw new TicketProblem.Conflict(
          "too-many-watchers", "At most " + MOST_WATCHERS + " follow one ticket.");
    }
    return Stream.concat(watchers.stream(), Stream.of(staffId)).toList();
  }

  /** Its watchers without this one. */
  public List<String> watchersWithout(String staffId) {
    return watchers.stream().filter(id -> !id.equals(staffId)).toList();
  }

  /**
   * The version that this caller knows. The customer's side counts only the changes that it sees,
   * or it could tell when staff has done something that is not for it.
   */
  public long versionFor(Caller caller) {
    return caller.isStaff() ? version : version - unseenChanges;
  }

  /** Statuses that it may move to, as far as the app uses them; reopening is never lost. */
  public Set<Status> allowedMoves(AppProfile profile) {
    return status.next().stream()
        .filter(s -> profile.uses(s) || s == Status.REOPENED)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Gives the ticket to an agent. Agents take what nobody has and hand over what is theirs; an
   * admin gives anything to anyone, also beyond the agent's capacity. What the agent already has is
   * left as it is.
   */
  public Change assign(Agent agent, Caller caller, AppProfile profile, Instant now) {
    boolean picked = agent.id().equals(caller.id());
    if (caller.role() != Role.ADMIN) {
      requireFreeOrOwn(caller);
      if (assignee == null && !picked) {
        throw new TicketProblem.Forbidden("Only an admin gives an unassigned ticket to another.");
      }
    }
    if (!agent.maySolveFor(app)) {
      throw new TicketProblem.Conflict(
          "agent-not-eligible", "This agent is not an approved agent of the app " + app + ".");
    }
    if (!status.isActive()) {
      throw illegal("A " + status.wire() + " ticket is not assigned; reopen it first.", profile);
    }
    if (isAssignedTo(agent.id())) {
      return Change.none(this, caller.actor(), now);
    }
    if (caller.role() != Role.ADMIN) {
      requireSlot(agent);
    }
    How how = picked ? How.PICKED : assignee == null ? How.ASSIGNED : How.HANDED_OVER;
    Edit edit = edit(caller.actor(), profile, now);
    edit.assign(agent, how);
    return edit.done("ticket_assigned", null);
  }

  /** Whether routing is to find an agent for it. */
  public boolean waitsForAgent() {
    return status.isActive() && assignee == null;
  }

  /**
   * Gives a ticket that waits for an agent to the one that routing has chosen.
   *
   * @param reason why this one, for the history
   */
  public Change route(Agent agent, String reason, Actor actor, AppProfile profile, Instant now) {
    if (!waitsForAgent() || !agent.maySolveFor(app) || agent.isFull()) {
      throw new IllegalArgumentException("Ticket " + number + " is not to be routed there.");
    }
    Edit edit = edit(actor, profile, now);
    edit.assign(agent, How.ROUTED);
    return edit.done("ticket_assigned", reason);
  }

  /**
   * Takes the ticket from an agent who is not there for it; unlike what is given back by hand, it
   * may come to the same agent again.
   *
   * @param reason why, for the history
   */
  public Change giveBack(
      String agentId, String reason, Actor actor, AppProfile profile, Instant now) {
    if (!status.isActive() || !isAssignedTo(agentId)) {
      return Change.none(this, actor, now);
    }
    Edit edit = edit(actor, profile, now);
    edit.unassign();
    if (status.mayMoveTo(Status.OPEN)) {
      edit.moveTo(Status.OPEN);
    }
    return edit.done("ticket_unassigned", reason);
  }

  /** Takes the ticket from its agent; the agent itself or an admin may. */
  public Change unassign(Caller caller, AppProfile profile, Instant now) {
    if (caller.role() != Role.ADMIN) {
      requireFreeOrOwn(caller);
    }
    if (!status.isActive()) {
      throw illegal("A " + status.wire() + " ticket keeps its agent.", profile);
    }
    if (assignee == null) {
      return Change.none(this, caller.actor(), now);
    }
    Edit edit = edit(caller.actor(), profile, now);
    edit.unassignByHand();
    if (status.mayMoveTo(Status.OPEN)) {
      edit.moveTo(Status.OPEN);
    }
    return edit.done("ticket_unassigned", null);
  }

  /**
   * Moves to a status that has no action of its own. {@code open} gives the ticket back to nobody;
   * {@code resolved} and {@code closed} are short for {@link #resolve} and {@link #close}.
   */
  public Change changeStatus(
      Status wanted, @Nullable String note, Caller caller, AppProfile profile, Instant now) {
    Resolution solved = new Resolution(ResolutionType.SOLVED, note, null);
    return switch (wanted) {
      case RESOLVED -> resolve(solved, caller, profile, now);
      case CLOSED -> close(solved, caller, profile, now);
      case ASSIGNED -> throw illegal("To assign, put the assignee.", profile);
      case ESCALATED -> throw illegal("To escalate, post an escalation.", profile);
      case REOPENED -> throw illegal("To reopen, post a reopening.", profile);
      case OPEN -> {
        if (!status.mayMoveTo(Status.OPEN)) {
          throw illegalMoveTo(wanted, profile);
        }
        if (assignee != null && caller.role() != Role.ADMIN) {
          requireFreeOrOwn(caller);
        }
        Edit edit = edit(caller.actor(), profile, now);
        if (assignee != null) {
          edit.unassignByHand();
        }
        edit.moveTo(Status.OPEN);
        yield edit.done("status_changed", note);
      }
      case IN_PROGRESS, WAITING_CUSTOMER, WAITING_INTERNAL -> {
        Status target = profile.substitute(wanted, status, false, assignee != null);
        if (target == status && target != wanted) {
          yield Change.none(this, caller.actor(), now);
        }
        if (!status.mayMoveTo(target)) {
          throw illegalMoveTo(wanted, profile);
        }
        Edit edit = edit(caller.actor(), profile, now);
        edit.moveTo(target);
        yield edit.done("status_changed", note);
      }
    };
  }

  /** The customer confirms that a resolved ticket is solved. */
  public Change confirm(@Nullable String note, Caller caller, AppProfile profile, Instant now) {
    if (status != Status.RESOLVED) {
      throw illegal("Only a resolved ticket is closed by its customer.", profile);
    }
    Edit edit = edit(caller.actor(), profile, now);
    edit.moveTo(Status.CLOSED);
    edit.event(new TicketEvent.Closed(resolution == null ? null : resolution.type()));
    return edit.done("ticket_closed", note);
  }

  public Change resolve(Resolution how, Caller caller, AppProfile profile, Instant now) {
    if (!status.mayMoveTo(Status.RESOLVED)) {
      throw illegalMoveTo(Status.RESOLVED, profile);
    }
    Edit edit = edit(caller.actor(), profile, now);
    edit.resolution = how;
    edit.moveTo(Status.RESOLVED);
    edit.event(new TicketEvent.Resolved(how));
    edit.awaitRating();
    return edit.done("ticket_resolved", how.summary());
  }

  /**
   * Ends the ticket.
   *
   * @param how replaces the resolution it has; null keeps that
   */
  public Change close(@Nullable Resolution how, Caller caller, AppProfile profile, Instant now) {
    if (!status.mayMoveTo(Status.CLOSED)) {
      throw illegalMoveTo(Status.CLOSED, profile);
    }
    Edit edit = edit(caller.actor(), profile, now);
    if (how != null) {
      edit.resolution = how;
    }
    edit.moveTo(Status.CLOSED);
    edit.event(new TicketEvent.Closed(edit.resolution == null ? null : edit.resolution.type()));
    // What was resolved before waits for its rating already; what was only dropped is not rated.
    if (status.isActive() && edit.resolution != null) {
      edit.awaitRating();
    }
    return edit.done("ticket_closed", how == null ? null : how.summary());
  }

  /**
   * Takes up a resolved or closed ticket again, within the app's window after its end. Its agent
   * keeps it if it can, else it waits for another; the resolution clock goes on with what was left.
   *
   * @param former the agent who has it, as it is now; null when it has none, or none is known of
   */
  public Change reopen(
      String reason, @Nullable Agent former, Caller caller, AppProfile profile, Instant now) {
    if (!status.mayMoveTo(Status.REOPENED)) {
      throw illegalMoveTo(Status.REOPENED, profile);
    }
    Instant end = Objects.requireNonNullElse(closedAt, Objects.requireNonNullElse(resolvedAt, now));
    if (now.isAfter(end.plus(profile.reopenWindow()))) {
      throw new TicketProblem.Conflict(
          "reopen-window-passed",
          "A ticket of this app may be reopened within "
              + profile.reopenWindow().toDays()
              + " days after its end; please open a new one.");
    }
    Edit edit = edit(caller.actor(), profile, now);
    edit.resolution = null;
    edit.followUp = followUp.with(null);
    boolean keeps = assignee != null && (former == null || former.takesBack(app));
    edit.moveTo(profile.substitute(Status.REOPENED, status, false, keeps));
    edit.event(new TicketEvent.Reopened(assignee == null ? null : assignee.id()));
    if (assignee != null && !keeps) {
      edit.unassign();
    }
    return edit.done("ticket_reopened", reason);
  }

  /** The customer's verdict on a resolved or closed ticket, once. */
  public Change rate(
      int stars, @Nullable String comment, Caller caller, AppProfile profile, Instant now) {
    if (status.isActive()) {
      throw new TicketProblem.Conflict(
          "not-resolved", "A ticket is rated when it is resolved or closed.");
    }
    if (rating != null) {
      throw new TicketProblem.Conflict("already-rated", "This ticket has been rated.");
    }
    Edit edit = edit(caller.actor(), profile, now);
    edit.rating = new Rating(stars, comment, now);
    edit.followUp = followUp.with(null);
    edit.event(new TicketEvent.Rated(edit.rating));
    if (profile.closesWhenRated() && status == Status.RESOLVED) {
      edit.moveTo(Status.CLOSED);
      edit.event(new TicketEvent.Closed(resolution == null ? null : resolution.type()));
    }
    return edit.done("ticket_rated", null);
  }

  /**
   * Corrects what the ticket is about.
   *
   * @param terms what is promised for the revised content; other ones set the targets of running
   *     clocks anew, and one that is then past is missed at once
   */
  public Change update(Content revised, Terms terms, Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    edit.content = revised;
    Set<String> fields =
        edit.fieldChanges().stream()
            .map(FieldChange::field)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (fields.isEmpty()) {
      return Change.none(this, actor, now);
    }
    Priority former = fields.contains("priority") ? content.priority() : null;
    edit.event(new TicketEvent.Updated(fields, former));
    if (former != null) {
      edit.event(new TicketEvent.PriorityChanged(former, revised.priority()));
    }
    edit.retarget(terms);
    return edit.done("ticket_updated", null);
  }

  /** Sets the targets of running clocks anew after a change of the rules. */
  public Change retarget(Terms terms, Actor actor, AppProfile profile, Instant now) {
    if (sla.terms().promiseAs(terms)) {
      return Change.none(this, actor, now);
    }
    Edit edit = edit(actor, profile, now);
    edit.retarget(terms);
    return edit.done("sla_targets_set", null);
  }

  /** Says which targets have come into danger or were missed, if any; each once. */
  public Change raiseAlarms(Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    if (edit.events.isEmpty()) {
      return Change.none(this, actor, now);
    }
    boolean breached = edit.has(TicketEvent.SlaBreached.class);
    edit.leaveTimes();
    return edit.done(breached ? "sla_breached" : "sla_at_risk", null);
  }

  /**
   * Corrects custom fields that the customer's side does not see: to it, nothing has happened.
   *
   * @param customFields all of the ticket's, with no difference in those that it does see
   */
  public Change updateUnseen(
      Map<String, Object> customFields, Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    edit.content = content.withCustomFields(customFields);
    if (edit.fieldChanges().isEmpty()) {
      return Change.none(this, actor, now);
    }
    edit.unseen = true;
    edit.publicUpdatedAt = publicUpdatedAt;
    edit.event(new TicketEvent.Updated(Set.of("customFields"), null));
    return edit.done("ticket_updated", null);
  }

  /**
   * Adds a message. A customer's word on a ticket that waits for it moves the ticket on; staff's
   * first public word is the first response. Nothing is added to a closed ticket.
   */
  public Change post(
      UUID messageId,
      String text,
      TextFormat format,
      Visibility visibility,
      Actor author,
      AppProfile profile,
      Instant now) {
    if (status == Status.CLOSED) {
      throw illegal("A closed ticket takes no messages; reopen it first.", profile);
    }
    Message message =
        new Message(
            messageId,
            thread.length() + 1,
            new Message.Author(author.id(), author.name(), author.kind()),
            text,
            format,
            visibility,
            now);
    Edit edit = edit(author, profile, now);
    edit.thread = thread.with(message);
    edit.event(new TicketEvent.MessagePosted(message));
    if (visibility == Visibility.INTERNAL) {
      edit.publicUpdatedAt = publicUpdatedAt;
    } else if (author.kind().isStaff()) {
      edit.clocks(edit.sla.responded(now));
    }
    if (status == Status.WAITING_CUSTOMER && author.kind() == ActorKind.CUSTOMER) {
      edit.moveTo(Status.IN_PROGRESS);
    }
    return edit.done(visibility == Visibility.INTERNAL ? "note_added" : "message_posted", null);
  }

  /** Removes the ticket for good; its number is not given again. */
  public Change delete(Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    edit.event(new TicketEvent.Deleted());
    return edit.done("ticket_deleted", null);
  }

  /** Whether there is a level above: the ticket is active and not at the highest. */
  public boolean mayEscalate() {
    return status.isActive() && escalationLevel < Escalation.HIGHEST;
  }

  /**
   * Brings the ticket up, to the next level or one given, and to an agent if one is named; without,
   * it keeps its agent. People and Handrail itself escalate alike.
   *
   * @throws TicketProblem.IllegalMove when the ticket has ended
   * @throws TicketProblem.Conflict when the level is not above the present one, or the agent may
   *     not work for the app or has no slot free and it is no admin who escalates
   */
  public Change escalate(Escalation.Request request, Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    edit.escalate(request);
    return edit.done("ticket_escalated", request.reason());
  }

  /** Whether it has stayed resolved for so long that it is to be closed. */
  public boolean isDueToClose(AppProfile profile, Instant now) {
    return status == Status.RESOLVED
        && resolvedAt != null
        && hasPassed(resolvedAt, profile.autoCloseAfter(), now);
  }

  /** Whether it has waited for support for so long that it is to be escalated, which is once. */
  public boolean isDueToEscalate(AppProfile profile, Instant now) {
    Instant since =
        switch (profile.escalateSince()) {
          case CREATION -> createdAt;
          case LAST_TOUCH -> updatedAt;
        };
    return status.waitsForSupport()
        && mayEscalate()
        && followUp.agedAt() == null
        && hasPassed(since, profile.escalateAfter(), now);
  }

  /** Whether its customer is now to be asked for a rating. */
  public boolean isDueToAskForRating(AppProfile profile, Instant now) {
    return isRatingRequestDue(RatingRequest.Step.WAITING, profile.ratingAskedAfter(), now);
  }

  /** Whether its customer was asked for a rating and is now to be reminded. */
  public boolean isDueToRemindOfRating(AppProfile profile, Instant now) {
    return profile.ratingRemindedAfter().isPositive()
        && isRatingRequestDue(RatingRequest.Step.ASKED, profile.ratingRemindedAfter(), now);
  }

  private boolean isRatingRequestDue(RatingRequest.Step step, Duration after, Instant now) {
    RatingRequest request = followUp.ratingRequest();
    return !status.isActive()
        && rating == null
        && request != null
        && request.step() == step
        && hasPassed(request.since(), after, now);
  }

  /** Whether its assignee is now to be told that it is overdue. */
  public boolean isDueToAlert(AppProfile profile, Instant now) {
    Instant due = sla.nextDueAt();
    Instant alerted = followUp.overdueAlertedAt();
    return status.isActive()
        && due != null
        && due.isBefore(now)
        && profile.overdueAlertEvery().isPositive()
        && (alerted == null || hasPassed(alerted, profile.overdueAlertEvery(), now));
  }

  private static boolean hasPassed(Instant since, Duration period, Instant now) {
    return !now.isBefore(since.plus(period));
  }

  /** Closes what was resolved and not taken up again; see {@link #isDueToClose}. */
  Change closeUnanswered(String reason, Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    edit.moveTo(Status.CLOSED);
    edit.event(new TicketEvent.Closed(resolution == null ? null : resolution.type()));
    return edit.done("ticket_closed", reason);
  }

  /** Asks for a rating, or reminds of one asked for before. */
  Change askForRating(Actor actor, AppProfile profile, Instant now) {
    RatingRequest request = followUp.ratingRequest();
    boolean reminder = request != null && request.step() == RatingRequest.Step.ASKED;
    Edit edit = edit(actor, profile, now);
    edit.leaveTimes();
    edit.ask(reminder);
    return edit.done(reminder ? "rating_reminded" : "rating_requested", null);
  }

  /** Tells that a target is overdue; see {@link #isDueToAlert}. */
  Change alertOverdue(Actor actor, AppProfile profile, Instant now) {
    Edit edit = edit(actor, profile, now);
    edit.leaveTimes();
    edit.event(new TicketEvent.Overdue(Objects.requireNonNull(sla.nextDueAt())));
    edit.followUp = followUp.alerted(now);
    return edit.done("ticket_overdue", null);
  }

  private void requireFreeOrOwn(Caller caller) {
    if (assignee != null && !isAssignedTo(caller.id())) {
      throw new TicketProblem.Conflict("already-assigned", "Another agent has this ticket.");
    }
  }

  private static void requireSlot(Agent agent) {
    if (agent.isFull()) {
      throw new TicketProblem.Conflict(
          "agent-at-capacity", "This agent has as many tickets as it takes at a time.");
    }
  }

  private TicketProblem illegalMoveTo(Status wanted, AppProfile profile) {
    return illegal(
        "A ticket does not move from " + status.wire() + " to " + wanted.wire() + ".", profile);
  }

  private TicketProblem illegal(String detail, AppProfile profile) {
    return new TicketProblem.IllegalMove(detail, allowedMoves(profile));
  }

  private Edit edit(Actor actor, AppProfile profile, Instant now) {
    return new Edit(actor, profile, now);
  }

  /** The next state in the making: starts as a copy of this ticket and ends as a {@link Change}. */
  private final class Edit {
    private final Actor actor;
    private final AppProfile profile;
    private final Instant now;
    private final List<TicketEvent> events = new ArrayList<>();
    private Content content = Ticket.this.content;
    private Status status = Ticket.this.status;
    private @Nullable Assignee assignee = Ticket.this.assignee;
    private int escalationLevel = Ticket.this.escalationLevel;
    private FollowUp followUp = Ticket.this.followUp;
    private @Nullable Resolution resolution = Ticket.this.resolution;
    private @Nullable Rating rating = Ticket.this.rating;
    private Sla sla = Ticket.this.sla;
    private MessageThread thread = Ticket.this.thread;
    private Instant updatedAt;
    private Instant publicUpdatedAt;
    private boolean unseen;
    private @Nullable Instant resolvedAt = Ticket.this.resolvedAt;
    private @Nullable Instant closedAt = Ticket.this.closedAt;

    private Edit(Actor actor, AppProfile profile, Instant now) {
      this.actor = actor;
      this.profile = profile;
      this.now = now;
      this.updatedAt = now;
      this.publicUpdatedAt = now;
      // No change passes over a deadline in silence, whether or not its timer has gone off.
      raiseAlarms();
    }

    private void raiseAlarms() {
      List<Alarm> alarms = sla.unsaidAt(now);
      for (Alarm alarm : alarms) {
        event(
            switch (alarm.level()) {
              case AT_RISK -> new TicketEvent.SlaAtRisk(alarm);
              case BREACHED -> new TicketEvent.SlaBreached(alarm);
            });
      }
      sla = sla.saying(alarms);
    }

    private void retarget(Terms terms) {
      if (!sla.terms().promiseAs(terms)) {
        sla = sla.retargeted(terms, now);
        event(new TicketEvent.SlaTargetsSet(sla));
        raiseAlarms();
      }
    }

    /** Takes over what the clocks do now, and says which promise was kept by it. */
    private void clocks(Sla next) {
      sayIfMet(sla.firstResponse(), next.firstResponse());
      sayIfMet(sla.resolution(), next.resolution());
      sla = next;
    }

    private void sayIfMet(Deadline before, Deadline after) {
      Instant stopped = after.stoppedAt();
      if (!before.stopped() && stopped != null && after.stateAt(stopped) == SlaState.MET) {
        event(new TicketEvent.SlaMet(after.kind(), stopped, after.dueAt()));
      }
    }

    private ClockRule resolutionClock() {
      return status == Status.WAITING_INTERNAL && sla.terms().pausesInternally()
          ? ClockRule.PAUSED
          : status.resolutionClock();
    }

    private void event(TicketEvent event) {
      events.add(event);
    }

    private boolean has(Class<? extends TicketEvent> kind) {
      return events.stream().anyMatch(kind::isInstance);
    }

    /** Whether a missed target takes the ticket up, by whichever change the miss came to light. */
    private boolean escalatesForBreach() {
      return profile.escalatesOnBreach()
          && status.isActive()
          && escalationLevel < Escalation.HIGHEST
          && has(TicketEvent.SlaBreached.class)
          && !has(TicketEvent.Escalated.class)
          && !has(TicketEvent.Deleted.class);
    }

    private void unassign() {
      event(new TicketEvent.Unassigned(Objects.requireNonNull(assignee).id()));
      assignee = null;
    }

    /** Somebody decided that this agent is not to have it: routing respects that. */
    private void unassignByHand() {
      followUp = followUp.declinedBy(Objects.requireNonNull(assignee).id());
      unassign();
    }

    private void assign(Agent agent, How how) {
      Assignee to = agent.asAssignee();
      event(new TicketEvent.Assigned(assignee == null ? null : assignee.id(), to, how));
      assignee = to;
      if (status == Status.ASSIGNED || status.mayMoveTo(Status.ASSIGNED)) {
        moveTo(profile.substitute(Status.ASSIGNED, status, how == How.PICKED, true));
      }
    }

    /** For what is told of the ticket but is no touch of it: it moves in no list. */
    private void leaveTimes() {
      updatedAt = Ticket.this.updatedAt;
      publicUpdatedAt = Ticket.this.publicUpdatedAt;
    }

    private void escalate(Escalation.Request request) {
      if (!status.isActive()) {
        throw illegal("A " + status.wire() + " ticket is not escalated; reopen it first.", profile);
      }
      Agent agent = request.toAgent();
      if (agent != null && !agent.maySolveFor(app)) {
        throw new TicketProblem.Conflict(
            "agent-not-eligible", "This agent is not an approved agent of the app " + app + ".");
      }
      int level = levelAbove(request.level());
      Assignee from = assignee;
      boolean hasIt = agent != null && from != null && from.id().equals(agent.id());
      Assignee to = agent == null || hasIt ? null : agent.asAssignee();
      if (to != null && actor.kind() != ActorKind.ADMIN) {
        requireSlot(Objects.requireNonNull(agent));
      }
      event(
          new TicketEvent.Escalated(
              new Escalation(
                  now,
                  actor,
                  request.cause(),
                  request.reason(),
                  escalationLevel,
                  level,
                  from,
                  to)));
      escalationLevel = level;
      if (request.cause() == Escalation.Cause.AGE) {
        followUp = followUp.aged(now);
      }
      moveTo(profile.substitute(Status.ESCALATED, status, false, from != null || to != null));
      if (to != null) {
        event(new TicketEvent.Assigned(from == null ? null : from.id(), to, How.ESCALATED));
        assignee = to;
        followUp = from == null ? followUp : followUp.withFormerAgent(from.id());
      }
    }

    private int levelAbove(@Nullable Integer wanted) {
      int level = wanted == null ? escalationLevel + 1 : wanted;
      if (level <= escalationLevel) {
        throw new TicketProblem.Conflict(
            "level-not-higher", "The ticket is at level " + escalationLevel + " already.");
      }
      if (level > Escalation.HIGHEST) {
        throw new TicketProblem.Conflict(
            "level-not-higher", "There is no level above " + Escalation.HIGHEST + ".");
      }
      return level;
    }

    /** The ticket has ended: its customer is asked for a rating, now or in time. */
    private void awaitRating() {
      if (rating != null) {
        return;
      }
      if (profile.ratingAskedAfter().isZero()) {
        ask(false);
      } else {
        followUp = followUp.with(new RatingRequest(RatingRequest.Step.WAITING, now));
      }
    }

    private void ask(boolean reminder) {
      event(new TicketEvent.RatingRequested(reminder));
      boolean more = !reminder && profile.ratingRemindedAfter().isPositive();
      followUp = followUp.with(more ? new RatingRequest(RatingRequest.Step.ASKED, now) : null);
    }

    private void moveTo(Status next) {
      if (next == status) {
        return;
      }
      event(new TicketEvent.StatusChanged(status, next));
      status = next;
      clocks(sla.under(resolutionClock(), now));
      switch (next) {
        case RESOLVED -> resolvedAt = now;
        case CLOSED -> closedAt = now;
        case OPEN,
            ASSIGNED,
            IN_PROGRESS,
            WAITING_CUSTOMER,
            WAITING_INTERNAL,
            ESCALATED,
            REOPENED -> {
          resolvedAt = null;
          closedAt = null;
        }
      }
    }

    private List<FieldChange> fieldChanges() {
      return HistoryEntry.between(Ticket.this, ticket(version));
    }

    private Change done(String action, @Nullable String reason) {
      String why = reason;
      if (escalatesForBreach()) {
        Escalation.Request up =
            Escalation.Request.up(Escalation.Cause.SLA_BREACH, "A target was missed.");
        escalate(up);
        why = Objects.requireNonNullElse(reason, up.reason());
        updatedAt = now;
        publicUpdatedAt = now;
        unseen = false;
      }
      List<FieldChange> changes = fieldChanges();
      Ticket after = ticket(changes.isEmpty() ? version : version + 1);
      return new Change(
          Ticket.this,
          after,
          events,
          actor,
          now,
          new HistoryEntry(now, actor, action, changes, why));
    }

    private Ticket ticket(long nextVersion) {
      return new Ticket(
          id,
          number,
          app,
          customer,
          openedBy,
          source,
          content,
          description,
          links,
          watchers,
          status,
          assignee,
          escalationLevel,
          followUp,
          resolution,
          rating,
          sla,
          thread,
          createdAt,
          updatedAt,
          publicUpdatedAt,
          resolvedAt,
          closedAt,
          nextVersion,
          unseen ? unseenChanges + nextVersion - version : unseenChanges,
          eventSequence + events.size());
    }
  }
}
