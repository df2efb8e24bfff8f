package dev.handrail.agent.domain;

import static dev.handrail.agent.domain.Fixtures.ADA;
import static dev.handrail.agent.domain.Fixtures.LATER;
import static dev.handrail.agent.domain.Fixtures.NOON;
import static dev.handrail.agent.domain.Fixtures.ROOT;
import static dev.handrail.agent.domain.Fixtures.approved;
import static dev.handrail.agent.domain.Fixtures.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.domain.HistoryEntry.FieldChange;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTest {

  /** A decision about an account. */
  enum Decision {
    APPROVAL,
    REJECTION,
    SUSPENSION,
    REINSTATEMENT;

    Change applyTo(Agent agent) {
      return switch (this) {
        case APPROVAL -> agent.approve(List.of("rides"), Set.of(), ROOT, LATER);
        case REJECTION -> agent.reject("no", ROOT, LATER);
        case SUSPENSION -> agent.suspend("no", ROOT, LATER);
        case REINSTATEMENT -> agent.reinstate(ROOT, LATER);
      };
    }

    AccountStatus after() {
      return switch (this) {
        case APPROVAL, REINSTATEMENT -> AccountStatus.APPROVED;
        case REJECTION -> AccountStatus.REJECTED;
        case SUSPENSION -> AccountStatus.SUSPENDED;
      };
    }

    boolean isLegalFrom(AccountStatus status) {
      return switch (this) {
        case APPROVAL -> status == AccountStatus.PENDING || status == AccountStatus.REJECTED;
        case REJECTION -> status == AccountStatus.PENDING;
        case SUSPENSION -> status == AccountStatus.APPROVED;
        case REINSTATEMENT -> status == AccountStatus.SUSPENDED;
      };
    }
  }

  static Stream<Arguments> everyStateAndDecision() {
    return Arrays.stream(AccountStatus.values())
        .flatMap(
            status -> Arrays.stream(Decision.values()).map(move -> Arguments.of(status, move)));
  }

  @ParameterizedTest(name = "{1} of a {0} account")
  @MethodSource("everyStateAndDecision")
  void a_decision_is_taken_where_it_is_legal_and_names_the_state_where_not(
      AccountStatus status, Decision decision) {
    Agent agent = Fixtures.in(status);
    if (decision.isLegalFrom(status)) {
      Change change = decision.applyTo(agent);
      assertThat(change.after().status()).isEqualTo(decision.after());
      assertThat(change.after().version()).isEqualTo(agent.version() + 1);
      assertThat(change.after().updatedAt()).isEqualTo(LATER);
      assertThat(change.events()).hasSize(1);
      assertThat(change.firstSequence()).isEqualTo(agent.eventSequence() + 1);
    } else {
      assertThatThrownBy(() -> decision.applyTo(agent))
          .isInstanceOfSatisfying(
              AgentProblem.IllegalMove.class,
              e -> {
                assertThat(e.detail()).contains(status.wire());
                assertThat(e.allowed()).isEqualTo(agent.allowedMoves().stream().sorted().toList());
              });
    }
  }

  @Test
  void a_registered_account_waits_for_no_app_and_is_offline() {
    Change change = Agent.register(Fixtures.ADA_ID, "ada@support.example", "hash", ADA, NOON);
    Agent agent = change.after();

    assertThat(change.before()).isNull();
    assertThat(change.events()).containsExactly(new AgentEvent.Registered());
    assertThat(change.firstSequence()).isEqualTo(1);
    assertThat(change.actor())
        .isEqualTo(new Actor(Fixtures.ADA_ID.toString(), "Ada Lovelace", ActorKind.SUPPORT_AGENT));
    assertThat(change.history())
        .isEqualTo(
            new HistoryEntry(
                "agent_registered", List.of(new FieldChange("status", null, "pending")), null));
    assertThat(agent.status()).isEqualTo(AccountStatus.PENDING);
    assertThat(agent.isApproved()).isFalse();
    assertThat(agent.role()).isEqualTo(Role.SUPPORT_AGENT);
    assertThat(agent.rights()).isEqualTo(Rights.NONE);
    assertThat(agent.capacity()).isEqualTo(5);
    assertThat(agent.availability()).isEqualTo(Availability.OFFLINE);
    assertThat(List.of(agent.version(), agent.accessVersion(), agent.profileVersion()))
        .containsOnly(1L);
  }

  @Test
  void the_first_admin_works_for_every_app_at_once() {
    Agent admin = Agent.firstAdmin(Fixtures.ADA_ID, "a@b.example", "hash", ADA, NOON).after();

    assertThat(admin.isApproved()).isTrue();
    assertThat(admin.role()).isEqualTo(Role.ADMIN);
    assertThat(admin.rights().apps()).containsExactly("*");
    assertThat(admin.permissions()).containsExactlyInAnyOrder(Permission.values());
  }

  @Test
  void approving_gives_apps_and_permissions() {
    Change change =
        pending()
            .approve(
                List.of("rides", "bookings", "rides"),
                Set.of(Permission.VIEW_ANALYTICS, Permission.VIEW_TICKETS),
                ROOT,
                LATER);

    assertThat(change.events()).containsExactly(new AgentEvent.Approved());
    assertThat(change.actor()).isEqualTo(ROOT.actor());
    assertThat(change.after().rights())
        .isEqualTo(
            new Rights(List.of("bookings", "rides"), Set.of(Permission.VIEW_ANALYTICS), Set.of()));
    assertThat(change.after().accessVersion()).isEqualTo(1);
    assertThat(change.history())
        .isEqualTo(
            new HistoryEntry(
                "agent_approved",
                List.of(
                    new FieldChange("status", "pending", "approved"),
                    new FieldChange("apps", null, "bookings, rides"),
                    new FieldChange("granted", null, "view_analytics")),
                null));
  }

  @Test
  void approving_without_apps_gives_those_of_the_admin() {
    Caller admin = new Caller("a", Role.ADMIN, Set.of("rides", "desk"), null, ROOT.permissions());
    assertThat(pending().approve(null, Set.of(), admin, LATER).after().rights().apps())
        .containsExactly("desk", "rides");
    assertThat(pending().approve(null, Set.of(), ROOT, LATER).after().rights().apps())
        .containsExactly("*");
  }

  @Test
  void somebody_approved_works_for_some_app() {
    Caller nowhere = new Caller("a", Role.ADMIN, Set.of(), null, ROOT.permissions());
    assertThatThrownBy(() -> pending().approve(null, Set.of(), nowhere, LATER))
        .isInstanceOf(AgentProblem.Invalid.class);
    assertThatThrownBy(() -> pending().approve(List.of(), Set.of(), ROOT, LATER))
        .isInstanceOf(AgentProblem.Invalid.class);
    assertThatThrownBy(() -> approved().setApps(List.of(), ROOT, LATER))
        .isInstanceOf(AgentProblem.Invalid.class);
  }

  @Test
  void a_rejection_keeps_its_reason_until_somebody_thinks_again() {
    Agent rejected = pending().reject("unknown here", ROOT, LATER).after();
    assertThat(rejected.statusReason()).isEqualTo("unknown here");

    Agent approved = rejected.approve(List.of("rides"), Set.of(), ROOT, LATER).after();
    assertThat(approved.statusReason()).isNull();
  }

  @Test
  void a_suspension_voids_tokens_and_makes_offline() {
    Agent busy = Fixtures.with(Availability.BUSY, approved());
    Change change = busy.suspend("left", ROOT, LATER);

    assertThat(change.events())
        .containsExactly(
            new AgentEvent.Suspended(),
            new AgentEvent.AvailabilityChanged(
                Availability.BUSY, Availability.OFFLINE, Presence.Cause.ACCOUNT));
    assertThat(change.after().accessVersion()).isEqualTo(busy.accessVersion() + 1);
    assertThat(change.after().availability()).isEqualTo(Availability.OFFLINE);
    assertThat(change.after().availabilitySince()).isEqualTo(LATER);
    assertThat(change.after().eventSequence()).isEqualTo(busy.eventSequence() + 2);
    assertThat(change.firstSequence()).isEqualTo(busy.eventSequence() + 1);
    assertThat(change.history())
        .isEqualTo(
            new HistoryEntry(
                "agent_suspended",
                List.of(new FieldChange("status", "approved", "suspended")),
                "left"));
  }

  @Test
  void who_was_offline_is_so_since_then() {
    Agent offline = approved();
    Change change = offline.suspend("left", ROOT, LATER);
    assertThat(change.events()).containsExactly(new AgentEvent.Suspended());
    assertThat(change.after().availabilitySince()).isEqualTo(offline.availabilitySince());
  }

  @Test
  void a_reinstatement_asks_for_new_tokens_too() {
    Agent suspended = Fixtures.in(AccountStatus.SUSPENDED);
    Agent back = suspended.reinstate(ROOT, LATER).after();
    assertThat(back.accessVersion()).isEqualTo(suspended.accessVersion() + 1);
    assertThat(back.statusReason()).isNull();
    assertThat(back.rights()).isEqualTo(suspended.rights());
  }

  @Test
  void permissions_over_and_under_the_roles_are_kept_and_no_others() {
    Change change =
        approved()
            .setPermissions(
                Set.of(Permission.VIEW_ANALYTICS, Permission.VIEW_TICKETS),
                Set.of(Permission.CLOSE_TICKETS, Permission.MANAGE_FAQ),
                ROOT,
                LATER);
    Agent agent = change.after();

    assertThat(agent.rights().granted()).containsExactly(Permission.VIEW_ANALYTICS);
    assertThat(agent.rights().revoked()).containsExactly(Permission.CLOSE_TICKETS);
    assertThat(agent.permissions())
        .contains(Permission.VIEW_ANALYTICS, Permission.VIEW_TICKETS)
        .doesNotContain(Permission.CLOSE_TICKETS, Permission.MANAGE_FAQ);
    assertThat(agent.accessVersion()).isEqualTo(2);
    assertThat(change.events())
        .containsExactly(new AgentEvent.PermissionsChanged(List.of("permissions")));
    assertThat(change.history())
        .isEqualTo(
            new HistoryEntry(
                "permissions_changed",
                List.of(
                    new FieldChange("granted", null, "view_analytics"),
                    new FieldChange("revoked", null, "close_tickets")),
                null));
  }

  @Test
  void granting_and_revoking_the_same_is_a_mistake() {
    assertThatThrownBy(
            () ->
                approved()
                    .setPermissions(
                        Set.of(Permission.MANAGE_FAQ), Set.of(Permission.MANAGE_FAQ), ROOT, LATER))
        .isInstanceOfSatisfying(
            AgentProblem.Invalid.class,
            e -> assertThat(e.fields().getFirst().field()).isEqualTo("revoke"));
  }

  @Test
  void nobody_grants_what_it_does_not_have() {
    Caller manager = Fixtures.manager("bookings", "rides");
    assertThatThrownBy(
            () ->
                approved()
                    .setPermissions(Set.of(Permission.MANAGE_SETTINGS), Set.of(), manager, LATER))
        .isInstanceOf(AgentProblem.Forbidden.class)
        .hasMessageContaining("manage_settings");
    assertThatThrownBy(
            () ->
                pending()
                    .approve(List.of("rides"), Set.of(Permission.DELETE_TICKETS), manager, LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);

    // What the agent has already stays, and anything can be taken away.
    Agent settings =
        approved()
            .setPermissions(Set.of(Permission.MANAGE_SETTINGS), Set.of(), ROOT, LATER)
            .after();
    assertThat(
            settings
                .setPermissions(
                    Set.of(Permission.MANAGE_SETTINGS),
                    Set.of(Permission.CLOSE_TICKETS),
                    manager,
                    LATER)
                .isEmpty())
        .isFalse();
    assertThat(
            settings.setPermissions(Set.of(), Set.of(), manager, LATER).after().rights().granted())
        .isEmpty();
  }

  @Test
  void nobody_gives_or_takes_apps_that_it_does_not_serve() {
    Caller manager = Fixtures.manager("rides");
    for (List<String> apps :
        List.of(List.of("*"), List.of("bookings", "rides", "desk"), List.of("rides"))) {
      assertThatThrownBy(() -> approved().setApps(apps, manager, LATER))
          .as(apps.toString())
          .isInstanceOf(AgentProblem.Forbidden.class);
    }
    assertThat(approved().setApps(List.of("bookings"), manager, LATER).after().rights().apps())
        .containsExactly("bookings");
    assertThatThrownBy(() -> pending().approve(List.of("desk"), Set.of(), manager, LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);
  }

  @Test
  void all_apps_swallow_single_ones() {
    Change change = approved().setApps(List.of("rides", "*"), ROOT, LATER);
    assertThat(change.after().rights().apps()).containsExactly("*");
    assertThat(change.after().accessVersion()).isEqualTo(2);
    assertThat(change.events()).containsExactly(new AgentEvent.PermissionsChanged(List.of("apps")));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101, Integer.MAX_VALUE})
  void a_capacity_is_from_1_to_100(int most) {
    assertThatThrownBy(() -> approved().setCapacity(most, ROOT, LATER))
        .isInstanceOf(AgentProblem.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void capacity_says_nothing_about_tokens(int most) {
    Change change = approved().setCapacity(most, ROOT, LATER);
    assertThat(change.after().capacity()).isEqualTo(most);
    assertThat(change.after().accessVersion()).isEqualTo(1);
    assertThat(change.events())
        .containsExactly(new AgentEvent.PermissionsChanged(List.of("capacity")));
    assertThat(change.history().changes())
        .containsExactly(new FieldChange("capacity", "5", String.valueOf(most)));
  }

  @Test
  void shifts_are_part_of_the_profile() {
    WeeklyShifts shifts =
        new WeeklyShifts(
            ZoneId.of("Europe/Berlin"),
            Map.of(DayOfWeek.MONDAY, List.of(new WeeklyShifts.Shift(32_400, 61_200))));
    Change change = approved().setShifts(shifts, ROOT, LATER);
    assertThat(change.after().shifts()).isEqualTo(shifts);
    assertThat(change.events()).containsExactly(new AgentEvent.ProfileChanged(List.of("shifts")));
    assertThat(change.after().profileVersion()).isEqualTo(1);
    assertThat(change.history().changes()).hasSize(1);
    assertThat(change.after().setShifts(shifts, ROOT, LATER).isEmpty()).isTrue();
  }

  @Test
  void what_already_is_so_changes_nothing() {
    Agent agent = approved();
    assertThat(
            List.of(
                agent.setPermissions(Set.of(), Set.of(), ROOT, LATER),
                agent.setApps(List.of("rides", "bookings"), ROOT, LATER),
                agent.setCapacity(5, ROOT, LATER),
                agent.revise(ADA, ROOT, LATER),
                agent.reviseOwn(ADA, herself(), LATER)))
        .allMatch(Change::isEmpty)
        .allMatch(c -> c.after().equals(agent));
  }

  @Test
  void an_agent_says_of_itself_what_is_its_own_to_say() {
    Profile next =
        new Profile(
            "Ada",
            "King",
            null,
            ADA.employeeId(),
            ADA.department(),
            List.of(),
            List.of("fr"),
            null);
    Change change = approved().reviseOwn(next, herself(), LATER);

    assertThat(change.after().profile()).isEqualTo(next);
    assertThat(change.after().profileVersion()).isEqualTo(2);
    assertThat(change.after().accessVersion()).isEqualTo(1);
    assertThat(change.events())
        .containsExactly(
            new AgentEvent.ProfileChanged(
                List.of("lastName", "phoneNumber", "specializations", "languages", "avatarUrl")));
  }

  @Test
  void an_agent_does_not_choose_its_department_nor_speak_for_another() {
    assertThatThrownBy(() -> approved().reviseOwn(in("billing"), herself(), LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);
    assertThatThrownBy(
            () -> approved().reviseOwn(ADA, Fixtures.caller("another", Role.SUPPORT_AGENT), LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);
  }

  @Test
  void another_department_voids_tokens_a_phone_number_nothing() {
    Change moved = approved().revise(in("billing"), ROOT, LATER);
    assertThat(moved.after().accessVersion()).isEqualTo(2);
    assertThat(moved.after().profileVersion()).isEqualTo(2);
    assertThat(moved.events())
        .containsExactly(new AgentEvent.ProfileChanged(List.of("department")));

    Profile phone =
        new Profile(
            "Ada",
            "Lovelace",
            "+1 555 0100",
            "E-8",
            ADA.department(),
            ADA.specializations(),
            ADA.languages(),
            ADA.avatarUrl());
    Change called = approved().revise(phone, ROOT, LATER);
    assertThat(called.after().accessVersion()).isEqualTo(1);
    assertThat(called.after().profileVersion()).isEqualTo(1);
    assertThat(called.history().changes())
        .containsExactly(
            new FieldChange("phoneNumber", "+49 30 1234567", "+1 555 0100"),
            new FieldChange("employeeId", "E-7", "E-8"));
  }

  static Stream<Arguments> everyDecision() {
    WeeklyShifts shifts = new WeeklyShifts(ZoneId.of("UTC"), Map.of());
    return Stream.<Function<Caller, Change>>of(
            c -> pending().approve(List.of("rides"), Set.of(), c, LATER),
            c -> pending().reject("no", c, LATER),
            c -> approved().suspend("no", c, LATER),
            c -> Fixtures.in(AccountStatus.SUSPENDED).reinstate(c, LATER),
            c -> approved().setPermissions(Set.of(), Set.of(Permission.VIEW_CHAT), c, LATER),
            c -> approved().setApps(List.of("rides"), c, LATER),
            c -> approved().setCapacity(7, c, LATER),
            c -> approved().setShifts(shifts, c, LATER),
            c -> approved().revise(in("billing"), c, LATER))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("everyDecision")
  void nobody_decides_about_itself_or_without_the_permission(Function<Caller, Change> decision) {
    Caller itself =
        new Caller(Fixtures.ADA_ID.toString(), Role.ADMIN, Set.of("*"), null, ROOT.permissions());
    for (Caller wrong :
        List.of(
            itself,
            Fixtures.caller("colleague", Role.SUPPORT_AGENT),
            Fixtures.caller("cora", Role.CUSTOMER),
            Fixtures.caller("app", Role.SERVICE))) {
      assertThatThrownBy(() -> decision.apply(wrong))
          .as(wrong.id())
          .isInstanceOf(AgentProblem.Forbidden.class);
    }
    assertThat(decision.apply(ROOT).isEmpty()).isFalse();
    assertThat(decision.apply(Fixtures.manager("*")).isEmpty()).isFalse();
  }

  @Test
  void only_an_admin_decides_about_an_admin() {
    Agent admin = Agent.firstAdmin(Fixtures.ADA_ID, "a@b.example", "hash", ADA, NOON).after();
    assertThatThrownBy(() -> admin.suspend("mutiny", Fixtures.manager("*"), LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);
    assertThat(admin.suspend("left", ROOT, LATER).after().status())
        .isEqualTo(AccountStatus.SUSPENDED);
  }

  @Test
  void no_text_of_an_account_shows_its_hash() {
    assertThat(approved().toString()).doesNotContain("hash", "ada@");
  }

  private static Caller herself() {
    return Fixtures.caller(Fixtures.ADA_ID.toString(), Role.SUPPORT_AGENT);
  }

  private static Profile in(String department) {
    return new Profile(
        ADA.firstName(),
        ADA.lastName(),
        ADA.phoneNumber(),
        ADA.employeeId(),
        department,
        ADA.specializations(),
        ADA.languages(),
        ADA.avatarUrl());
  }
}
