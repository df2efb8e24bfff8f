package dev.handrail.ticket.domain.routing;

import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds listed agents: approved, available, of every app and skill, five tickets at a time. */
public final class Agents {
  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final String id;
  private String name;
  private AccountStatus status = AccountStatus.APPROVED;
  private Role role = Role.SUPPORT_AGENT;
  private Set<String> apps = Set.of("*");
  private String department = "general";
  private Set<String> specializations = Set.of();
  private Set<String> languages = Set.of();
  private Set<Permission> permissions = Role.SUPPORT_AGENT.permissions();
  private int capacity = 5;
  private Availability availability = Availability.AVAILABLE;
  private Instant since = NOON;
  private long profileVersion = 1;
  private int load;
  private @Nullable Instant lastAssignedAt;

  private Agents(String id) {
    this.id = id;
    this.name = id;
  }

  public static Agents agent(String id) {
    return new Agents(id);
  }

  public Agents named(String shown) {
    name = shown;
    return this;
  }

  public Agents is(AccountStatus accountStatus) {
    status = accountStatus;
    return this;
  }

  public Agents is(Availability now) {
    availability = now;
    return this;
  }

  public Agents since(Instant moment) {
    since = moment;
    return this;
  }

  public Agents as(Role accountRole) {
    role = accountRole;
    return this;
  }

  public Agents of(String departmentKey) {
    department = departmentKey;
    return this;
  }

  public Agents serving(String... appKeys) {
    apps = Set.of(appKeys);
    return this;
  }

  public Agents skilled(String... categories) {
    specializations = Set.of(categories);
    return this;
  }

  public Agents speaking(String... tags) {
    languages = Set.of(tags);
    return this;
  }

  public Agents allowed(Set<Permission> effective) {
    permissions = effective;
    return this;
  }

  public Agents capacity(int most) {
    capacity = most;
    return this;
  }

  public Agents profile(long version) {
    profileVersion = version;
    return this;
  }

  public Agents load(int tickets) {
    load = tickets;
    return this;
  }

  public Agents lastAssigned(Instant at) {
    lastAssignedAt = at;
    return this;
  }

  public ListedAgent listed() {
    return new ListedAgent(
        id,
        role,
        status,
        apps,
        department,
        specializations,
        languages,
        permissions,
        capacity,
        availability,
        since,
        profileVersion);
  }

  Candidate candidate() {
    return new Candidate(listed(), name, null, load, lastAssignedAt);
  }
}
