package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADA;
import static dev.handrail.ticket.domain.Fixtures.ADMIN;
import static dev.handrail.ticket.domain.Fixtures.AGENT;
import static dev.handrail.ticket.domain.Fixtures.BOB;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.CUSTOMER;
import static dev.handrail.ticket.domain.Fixtures.DESK;
import static dev.handrail.ticket.domain.Fixtures.NOON;
import static dev.handrail.ticket.domain.Fixtures.OTHER_AGENT;
import static dev.handrail.ticket.domain.Fixtures.RIDES;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.sla.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowTest {

  private static final Instant LATER = NOON.plus(Duration.ofMinutes(10));
  private static final Resolution FIXED =
      new Resolution(ResolutionType.WORKAROUND, "new washer", "size 3/8");

  /** The table of the requirements, written down a second time, by hand. */
  private static final Map<String, String> TABLE =
      Map.of(
          "open",
              "assigned in_progress waiting_customer waiting_internal escalated resolved closed",
          "assigned",
              "open in_progress waiting_customer waiting_internal escalated resolved closed",
          "in_progress",
              "open assigned waiting_customer waiting_internal escalated resolved closed",
          "waiting_customer", "in_progress waiting_internal escalated resolved closed",
          "waiting_internal", "in_progress waiting_customer escalated resolved closed",
          "escalated", "assigned in_progress waiting_customer waiting_internal resolved closed",
          "resolved", "closed reopened",
          "closed", "reopened",
          "reopened",
              "assigned in_progress waiting_customer waiting_internal escalated resolved closed");

  static Stream<Arguments> everyPair() {
    return Arrays.stream(Status.values())
        .flatMap(from -> Arrays.stream(Status.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void every_move_is_in_the_table_or_refused_with_the_legal_ones(Status from, Status to) {
    var legal = Arrays.asList(TABLE.get(from.wire()).split(" "));
    var ticket = aTicket().in(from).build();

    assertThat(from.mayMoveTo(to)).isEqualTo(legal.contains(to.wire()));
    boolean hasOwnRoute =
        EnumSet.of(Status.ASSIGNED, Status.ESCALATED, Status.REOPENED).contains(to);
    if (legal.contains(to.wire()) && !hasOwnRoute) {
      var change = ticket.changeStatus(to, "why", ADMIN, BOOKINGS, LATER);
      assertThat(change.after().status()).isEqualTo(to);
      assertThat(change.events()).first().isEqualTo(new TicketEvent.StatusChanged(from, to));
      assertThat(change.after().version()).isEqualTo(ticket.version() + 1);
      assertThat(change.after().eventSequence()).isEqualTo(5 + change.events().size());
      assertThat(change.firstSequence()).isEqualTo(6);
      assertThat(change.history()).isNotNull();
      assertThat(change.history().reason()).isEqualTo("why");
    } else {
      assertThatThrownBy(() -> ticket.changeStatus(to, "why", ADMIN, BOOKINGS, LATER))
          .isInstanceOfSatisfying(
              TicketProblem.IllegalMove.class,
              p ->
                  assertThat(p.allowed().stream().map(Status::wire))
                      .containsExactlyInAnyOrderElementsOf(legal));
    }
  }

  @ParameterizedTest
  @CsvSource({"assigned,put the assignee", "escalated,escalation", "reopened,reopening"})
  void statuses_with_a_route_of_their_own_name_it(String wire, String named) {
    var status = Status.parse(wire).orElseThrow();
    assertThatThrownBy(() -> aTicket().build().changeStatus(status, null, ADMIN, BOOKINGS, LATER))
        .hasMessageContaining(named);
  }

  @Test
  void resolving_moves_the_ticket_and_announces_it() {
    var ticket = aTicket().in(Status.IN_PROGRESS).assignedTo(ADA).build();

    var change = ticket.resolve(FIXED, AGENT, BOOKINGS, LATER);

    assertThat(change.events())
        .containsExactly(
            new TicketEvent.StatusChanged(Status.IN_PROGRESS, Status.RESOLVED),
            new TicketEvent.SlaMet(
                TargetKind.FIRST_RESPONSE, LATER, NOON.plus(Duration.ofHours(1))),
            new TicketEvent.SlaMet(TargetKind.RESOLUTION, LATER, NOON.plus(Duration.ofHours(8))),
            new TicketEvent.Resolved(FIXED));
    var after = change.after();
    assertThat(after.status()).isEqualTo(Status.RESOLVED);
    assertThat(after.resolution()).isEqualTo(FIXED);
    assertThat(after.resolvedAt()).isEqualTo(LATER);
    assertThat(after.closedAt()).isNull();
    assertThat(after.updatedAt()).isEqualTo(LATER);
    assertThat(after.publicUpdatedAt()).isEqualTo(LATER);
    assertThat(after.assignee()).isEqualTo(ADA.asAssignee());
    assertThat(after.sla().resolution().stoppedAt()).isEqualTo(LATER);
    assertThat(after.sla().firstResponse().stoppedAt()).isEqualTo(LATER);
    assertThat(change.history())
        .isEqualTo(
            new HistoryEntry(
                LATER,
                AGENT.actor(),
                "ticket_resolved",
                List.of(
                    new HistoryEntry.FieldChange("status", "in_progress", "resolved"),
                    new HistoryEntry.FieldChange("resolution", null, "workaround")),
                "new washer"));
    assertThat(change.before()).isSameAs(ticket);
    assertThat(change.actor()).isEqualTo(AGENT.actor());
    assertThat(change.at()).isEqualTo(LATER);
  }

  @Test
  void the_short_way_to_resolve_counts_as_solved_with_the_note_as_summary() {
    var change =
        aTicket().build().changeStatus(Status.RESOLVED, "all good", AGENT, BOOKINGS, LATER);
    assertThat(change.after().resolution())
        .isEqualTo(new Resolution(ResolutionType.SOLVED, "all good", null));
  }

  @Test
  void closing_without_a_resolution_keeps_what_is_there() {
    var resolved = aTicket().in(Status.RESOLVED).build();
    var closed = resolved.close(null, AGENT, BOOKINGS, LATER);
    assertThat(closed.after().resolution()).isEqualTo(resolved.resolution());
    assertThat(closed.after().closedAt()).isEqualTo(LATER);
    assertThat(closed.after().resolvedAt()).isEqualTo(NOON);
    assertThat(closed.events())
        .containsExactly(
            new TicketEvent.StatusChanged(Status.RESOLVED, Status.CLOSED),
            new TicketEvent.Closed(ResolutionType.SOLVED));

    var dropped = aTicket().build().close(null, AGENT, BOOKINGS, LATER);
    assertThat(dropped.after().resolution()).isNull();
    assertThat(dropped.events()).last().isEqualTo(new TicketEvent.Closed(null));

    var explained = aTicket().build().close(FIXED, AGENT, BOOKINGS, LATER);
    assertThat(explained.after().resolution()).isEqualTo(FIXED);
    assertThat(explained.events())
        .last()
        .isEqualTo(new TicketEvent.Closed(ResolutionType.WORKAROUND));
    assertThat(explained.history()).isNotNull();
    assertThat(explained.history().reason()).isEqualTo("new washer");
  }

  @Test
  void a_closed_ticket_is_neither_resolved_nor_closed_again() {
    var closed = aTicket().in(Status.CLOSED).build();
    assertThatThrownBy(() -> closed.resolve(FIXED, ADMIN, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.IllegalMove.class)
        .hasMessageContaining("from closed to resolved");
    assertThatThrownBy(() -> closed.close(FIXED, ADMIN, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.IllegalMove.class);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void a_customer_confirms_only_what_is_resolved(Status status) {
    var ticket = aTicket().in(status).build();
    if (status == Status.RESOLVED) {
      var change = ticket.confirm("thanks", CUSTOMER, BOOKINGS, LATER);
      assertThat(change.after().status()).isEqualTo(Status.CLOSED);
      assertThat(change.after().resolution()).isEqualTo(ticket.resolution());
      assertThat(change.events()).contains(new TicketEvent.Closed(ResolutionType.SOLVED));
    } else {
      assertThatThrownBy(() -> ticket.confirm(null, CUSTOMER, BOOKINGS, LATER))
          .isInstanceOf(TicketProblem.IllegalMove.class);
    }
  }

  @Test
  void reopening_brings_it_back_to_its_agent() {
    var closed = aTicket().in(Status.CLOSED).assignedTo(ADA).rated(2).build();

    var change = closed.reopen("it drips again", null, CUSTOMER, BOOKINGS, LATER);

    assertThat(change.events())
        .containsExactly(
            new TicketEvent.StatusChanged(Status.CLOSED, Status.REOPENED),
            new TicketEvent.Reopened("ada"));
    var after = change.after();
    assertThat(after.assignee()).isEqualTo(ADA.asAssignee());
    assertThat(after.resolution()).isNull();
    assertThat(after.resolvedAt()).isNull();
    assertThat(after.closedAt()).isNull();
    assertThat(after.rating()).isEqualTo(closed.rating());
    assertThat(after.sla().resolution().runs().isRunning()).isTrue();
    assertThat(change.history()).isNotNull();
    assertThat(change.history().reason()).isEqualTo("it drips again");
  }

  @Test
  void the_window_for_reopening_ends_to_the_second() {
    var closed = aTicket().in(Status.CLOSED).build();
    Instant last = NOON.plus(Duration.ofDays(14));
    assertThat(closed.reopen("in time", null, CUSTOMER, BOOKINGS, last).after().status())
        .isEqualTo(Status.REOPENED);
    assertThatThrownBy(() -> closed.reopen("late", null, CUSTOMER, BOOKINGS, last.plusSeconds(1)))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class,
            p -> assertThat(p.slug()).isEqualTo("reopen-window-passed"))
        .hasMessageContaining("14 days");
    var resolved = aTicket().in(Status.RESOLVED).build();
    assertThatThrownBy(() -> resolved.reopen("late", null, CUSTOMER, BOOKINGS, last.plusSeconds(1)))
        .isInstanceOf(TicketProblem.Conflict.class);
  }

  @Test
  void only_what_has_ended_is_reopened() {
    assertThatThrownBy(() -> aTicket().build().reopen("x", null, CUSTOMER, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.IllegalMove.class);
  }

  @Test
  void a_profile_without_a_status_gets_the_one_the_table_names() {
    var desk = aTicket().of(DESK);
    assertThat(statusAfter(desk.build(), Status.WAITING_CUSTOMER, DESK))
        .isEqualTo(Status.IN_PROGRESS);
    assertThat(statusAfter(desk.build(), Status.WAITING_INTERNAL, DESK))
        .isEqualTo(Status.IN_PROGRESS);
    assertThat(statusAfter(aTicket().of(RIDES).build(), Status.WAITING_CUSTOMER, RIDES))
        .isEqualTo(Status.WAITING_CUSTOMER);
    assertThat(
            desk.in(Status.RESOLVED)
                .build()
                .reopen("x", null, CUSTOMER, DESK, LATER)
                .after()
                .status())
        .isEqualTo(Status.OPEN);
    assertThat(
            desk.in(Status.RESOLVED)
                .assignedTo(ADA)
                .build()
                .reopen("x", null, CUSTOMER, DESK, LATER)
                .after()
                .status())
        .isEqualTo(Status.IN_PROGRESS);
    assertThat(DESK.substitute(Status.ESCALATED, Status.IN_PROGRESS, false, true))
        .isEqualTo(Status.IN_PROGRESS);
    assertThat(BOOKINGS.substitute(Status.ESCALATED, Status.IN_PROGRESS, false, true))
        .isEqualTo(Status.ESCALATED);
  }

  @Test
  void asking_for_a_lacking_status_where_its_substitute_is_already_changes_nothing() {
    var change =
        aTicket()
            .of(DESK)
            .in(Status.IN_PROGRESS)
            .build()
            .changeStatus(Status.WAITING_CUSTOMER, null, ADMIN, DESK, LATER);
    assertThat(change.isEmpty()).isTrue();
    assertThat(change.after()).isSameAs(change.before());
    assertThat(change.history()).isNull();
  }

  @Test
  void a_status_that_the_profile_has_dropped_still_has_its_ways_out() {
    var ticket = aTicket().of(DESK).in(Status.WAITING_CUSTOMER).build();
    assertThat(statusAfter(ticket, Status.IN_PROGRESS, DESK)).isEqualTo(Status.IN_PROGRESS);
    assertThat(ticket.allowedMoves(DESK))
        .containsExactlyInAnyOrder(Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED);
    assertThat(aTicket().of(DESK).in(Status.CLOSED).build().allowedMoves(DESK))
        .containsExactly(Status.REOPENED);
  }

  private static Status statusAfter(Ticket ticket, Status wanted, AppProfile profile) {
    return ticket.changeStatus(wanted, null, ADMIN, profile, LATER).after().status();
  }

  // Assignment

  @Test
  void an_agent_picks_what_nobody_has() {
    var change = aTicket().build().assign(ADA, AGENT, BOOKINGS, LATER);
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Assigned(null, ADA.asAssignee(), TicketEvent.Assigned.How.PICKED),
            new TicketEvent.StatusChanged(Status.OPEN, Status.ASSIGNED));
    assertThat(change.after().isAssignedTo("ada")).isTrue();
    assertThat(change.after().isAssignedTo("bob")).isFalse();
    assertThat(change.history()).isNotNull();
    assertThat(change.history().changes())
        .contains(new HistoryEntry.FieldChange("assignee", null, "ada"));
  }

  @Test
  void who_comes_second_gets_a_conflict() {
    var taken = aTicket().in(Status.ASSIGNED).assignedTo(ADA).build();
    assertThatThrownBy(() -> taken.assign(BOB, OTHER_AGENT, BOOKINGS, LATER))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("already-assigned"));
    assertThatThrownBy(() -> taken.unassign(OTHER_AGENT, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.Conflict.class);
    assertThatThrownBy(() -> taken.changeStatus(Status.OPEN, null, OTHER_AGENT, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.Conflict.class);
  }

  @Test
  void an_agent_hands_over_its_own_and_gives_nothing_else_away() {
    var own = aTicket().in(Status.IN_PROGRESS).assignedTo(ADA).build();
    var change = own.assign(BOB, AGENT, BOOKINGS, LATER);
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Assigned("ada", BOB.asAssignee(), TicketEvent.Assigned.How.HANDED_OVER),
            new TicketEvent.StatusChanged(Status.IN_PROGRESS, Status.ASSIGNED));
    assertThatThrownBy(() -> aTicket().build().assign(BOB, AGENT, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.Forbidden.class);
  }

  @Test
  void an_admin_gives_anything_to_any_approved_agent_of_the_app() {
    var change = aTicket().build().assign(BOB, ADMIN, BOOKINGS, LATER);
    assertThat(change.events())
        .first()
        .isEqualTo(
            new TicketEvent.Assigned(null, BOB.asAssignee(), TicketEvent.Assigned.How.ASSIGNED));
    var moved =
        aTicket().in(Status.ASSIGNED).assignedTo(ADA).build().assign(BOB, ADMIN, BOOKINGS, LATER);
    assertThat(moved.events()).hasSize(1);
    for (Agent stranger :
        List.of(
            new Agent("eve", null, null, Set.of("rides"), true),
            new Agent("eve", null, null, Set.of("bookings"), false))) {
      assertThatThrownBy(() -> aTicket().build().assign(stranger, ADMIN, BOOKINGS, LATER))
          .isInstanceOfSatisfying(
              TicketProblem.Conflict.class,
              p -> assertThat(p.slug()).isEqualTo("agent-not-eligible"));
    }
    var everywhere = new Agent("eve", null, null, Set.of("*"), true);
    assertThat(
            aTicket()
                .build()
                .assign(everywhere, ADMIN, BOOKINGS, LATER)
                .after()
                .isAssignedTo("eve"))
        .isTrue();
  }

  @Test
  void giving_a_ticket_to_its_agent_changes_nothing() {
    var own = aTicket().in(Status.ASSIGNED).assignedTo(ADA).build();
    assertThat(own.assign(ADA, AGENT, BOOKINGS, LATER).isEmpty()).isTrue();
    assertThat(own.assign(ADA, ADMIN, BOOKINGS, LATER).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"RESOLVED", "CLOSED"})
  void what_has_ended_keeps_its_agent(Status ended) {
    var ticket = aTicket().in(ended).assignedTo(ADA).build();
    assertThatThrownBy(() -> ticket.assign(BOB, ADMIN, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.IllegalMove.class);
    assertThatThrownBy(() -> ticket.unassign(ADMIN, BOOKINGS, LATER))
        .isInstanceOf(TicketProblem.IllegalMove.class);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN,ASSIGNED",
    "IN_PROGRESS,ASSIGNED",
    "ESCALATED,ASSIGNED",
    "REOPENED,ASSIGNED",
    "WAITING_CUSTOMER,WAITING_CUSTOMER",
    "WAITING_INTERNAL,WAITING_INTERNAL"
  })
  void being_assigned_moves_the_status_only_where_the_table_says_so(Status from, Status to) {
    assertThat(aTicket().in(from).build().assign(ADA, AGENT, BOOKINGS, LATER).after().status())
        .isEqualTo(to);
  }

  @Test
  void without_an_assigned_status_picking_starts_work_and_being_given_it_does_not() {
    assertThat(aTicket().of(DESK).build().assign(ADA, deskAgent(), DESK, LATER).after().status())
        .isEqualTo(Status.IN_PROGRESS);
    assertThat(aTicket().of(DESK).build().assign(BOB, ADMIN, DESK, LATER).after().status())
        .isEqualTo(Status.OPEN);
  }

  private static Caller deskAgent() {
    return Fixtures.caller("ada", Role.SUPPORT_AGENT, "desk");
  }

  @Test
  void an_unassigned_ticket_is_open_to_all_again() {
    var own = aTicket().in(Status.IN_PROGRESS).assignedTo(ADA).build();
    var change = own.unassign(AGENT, BOOKINGS, LATER);
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Unassigned("ada"),
            new TicketEvent.StatusChanged(Status.IN_PROGRESS, Status.OPEN));
    assertThat(change.after().assignee()).isNull();
    assertThat(own.changeStatus(Status.OPEN, null, AGENT, BOOKINGS, LATER).events())
        .isEqualTo(change.events());
    assertThat(own.unassign(ADMIN, BOOKINGS, LATER).after().assignee()).isNull();

    var waiting = aTicket().in(Status.WAITING_CUSTOMER).assignedTo(ADA).build();
    assertThat(waiting.unassign(AGENT, BOOKINGS, LATER).after().status())
        .isEqualTo(Status.WAITING_CUSTOMER);
    assertThat(aTicket().build().unassign(AGENT, BOOKINGS, LATER).isEmpty()).isTrue();
  }

  // Rating

  @Test
  void the_customer_rates_once_when_it_is_over() {
    var resolved = aTicket().in(Status.RESOLVED).build();
    var change = resolved.rate(5, "quick", CUSTOMER, BOOKINGS, LATER);
    assertThat(change.after().rating()).isEqualTo(new Rating(5, "quick", LATER));
    assertThat(change.after().status()).isEqualTo(Status.RESOLVED);
    assertThat(change.events())
        .containsExactly(new TicketEvent.Rated(new Rating(5, "quick", LATER)));
    assertThatThrownBy(() -> change.after().rate(1, null, CUSTOMER, BOOKINGS, LATER))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("already-rated"));
    assertThatThrownBy(() -> aTicket().build().rate(1, null, CUSTOMER, BOOKINGS, LATER))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("not-resolved"));
  }

  @Test
  void an_app_may_have_a_rating_close_the_ticket() {
    var closing = Fixtures.closingWhenRated(BOOKINGS);
    assertThat(
            aTicket().in(Status.RESOLVED).build().rate(4, null, CUSTOMER, closing, LATER).events())
        .containsExactly(
            new TicketEvent.Rated(new Rating(4, null, LATER)),
            new TicketEvent.StatusChanged(Status.RESOLVED, Status.CLOSED),
            new TicketEvent.Closed(ResolutionType.SOLVED));
    assertThat(aTicket().in(Status.CLOSED).build().rate(4, null, CUSTOMER, closing, LATER).events())
        .hasSize(1);
  }

  @Test
  void deleting_is_announced() {
    var change = aTicket().build().delete(ADMIN.actor(), BOOKINGS, LATER);
    assertThat(change.events()).containsExactly(new TicketEvent.Deleted());
    assertThat(change.history()).isNotNull();
    assertThat(change.history().action()).isEqualTo("ticket_deleted");
  }
}
