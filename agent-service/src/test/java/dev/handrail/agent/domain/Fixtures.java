package dev.handrail.agent.domain;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** People and accounts that tests begin with. */
public final class Fixtures {
  public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  public static final Instant LATER = NOON.plusSeconds(60);
  public static final UUID ADA_ID = UUID.fromString("019a0b5e-7c00-7a11-8b22-0000000000a1");
  public static final Caller ROOT =
      new Caller("root", Role.ADMIN, Set.of("*"), "Root", Role.ADMIN.permissions());
  public static final Profile ADA =
      new Profile(
          "Ada",
          "Lovelace",
          "+49 30 1234567",
          "E-7",
          "technical",
          List.of("payment"),
          List.of("en", "de"),
          "https://pictures.example/ada.png");

  private Fixtures() {}

  /** Ada's account as it was registered. */
  public static Agent pending() {
    return Agent.register(ADA_ID, "ada@support.example", "hash", ADA, NOON).after();
  }

  /** Ada's account after Root has approved it for two apps. */
  public static Agent approved() {
    return pending().approve(List.of("bookings", "rides"), Set.of(), ROOT, NOON).after();
  }

  /** Ada's account in any state. */
  public static Agent in(AccountStatus status) {
    return switch (status) {
      case PENDING -> pending();
      case APPROVED -> approved();
      case REJECTED -> pending().reject("no", ROOT, NOON).after();
      case SUSPENDED -> approved().suspend("why", ROOT, NOON).after();
    };
  }

  /** The same account, reachable as told. */
  public static Agent with(Availability availability, Agent a) {
    return new Agent(
        a.id(),
        a.email(),
        a.passwordHash(),
        a.role(),
        a.status(),
        a.statusReason(),
        a.profile(),
        a.rights(),
        a.capacity(),
        a.shifts(),
        new Presence(
            availability, a.presence().since(), a.presence().settledAt(), NOON.plusSeconds(86_400)),
        a.accessVersion(),
        a.profileVersion(),
        a.createdAt(),
        a.updatedAt(),
        a.version(),
        a.eventSequence());
  }

  /** An agent who may manage agents, for some apps. */
  public static Caller manager(String... apps) {
    Set<Permission> permissions = EnumSet.of(Permission.MANAGE_AGENTS);
    permissions.addAll(Role.SUPPORT_AGENT.permissions());
    return new Caller("manager", Role.SUPPORT_AGENT, Set.of(apps), "Mia", permissions);
  }

  /** Somebody of whom only the role and the id matter. */
  public static Caller caller(String id, Role role) {
    return new Caller(id, role, Set.of("*"), "Name of " + id, role.permissions());
  }
}
