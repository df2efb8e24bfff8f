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
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.TicketEvent.Assigned.How;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What routing does to a ticket, and what agents' work means for who may have one. */
class RoutedTicketTest {
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Actor ROUTING = Actor.system("routing");

  @Test
  void a_routed_ticket_is_assigned_with_the_reason() {
    var change = aTicket().build().route(ADA, "the best", ROUTING, BOOKINGS, LATER);

    assertThat(change.after().status()).isEqualTo(Status.ASSIGNED);
    assertThat(change.after().assignee()).isEqualTo(ADA.asAssignee());
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Assigned(null, ADA.asAssignee(), How.ROUTED),
            new TicketEvent.StatusChanged(Status.OPEN, Status.ASSIGNED));
    assertThat(change.history()).isNotNull();
    assertThat(change.history().action()).isEqualTo("ticket_assigned");
    assertThat(change.history().reason()).isEqualTo("the best");
    assertThat(change.actor().kind()).isEqualTo(ActorKind.SYSTEM);
    assertThat(How.ROUTED.wire()).isEqualTo("routed");
  }

  @Test
  void where_the_app_has_no_such_status_it_stays_open_until_the_agent_begins() {
    var change = aTicket().of(DESK).build().route(ADA, "only one", ROUTING, DESK, LATER);
    assertThat(change.after().status()).isEqualTo(Status.OPEN);
    assertThat(change.after().isAssignedTo("ada")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void only_active_tickets_that_nobody_has_wait_and_are_routed(Status status) {
    var ticket = aTicket().in(status).build();
    assertThat(ticket.waitsForAgent()).isEqualTo(status.isActive());
    var assigned = aTicket().in(status).assignedTo(BOB).build();
    assertThat(assigned.waitsForAgent()).isFalse();
    assertNotRoutable(() -> assigned.route(ADA, "x", ROUTING, BOOKINGS, LATER));
    if (!status.isActive()) {
      assertNotRoutable(() -> ticket.route(ADA, "x", ROUTING, BOOKINGS, LATER));
    } else {
      assertThat(ticket.route(ADA, "x", ROUTING, BOOKINGS, LATER).after().isAssignedTo("ada"))
          .isTrue();
    }
  }

  @Test
  void routing_never_goes_beyond_a_capacity_or_to_who_may_not_work() {
    var ticket = aTicket().build();
    assertNotRoutable(() -> ticket.route(listed(true, 3, 3), "x", ROUTING, BOOKINGS, LATER));
    assertNotRoutable(
        () ->
            ticket.route(
                new Agent("eve", null, null, Set.of("rides"), true),
                "x",
                ROUTING,
                BOOKINGS,
                LATER));
  }

  private static void assertNotRoutable(ThrowingCallable routing) {
    assertThatThrownBy(routing).isInstanceOf(IllegalArgumentException.class);
  }

  // By hand

  @Test
  void nobody_picks_or_is_handed_more_than_it_takes_but_by_an_admin() {
    Agent full = listed(false, 3, 3);
    assertFull(() -> aTicket().build().assign(full, AGENT, BOOKINGS, LATER));
    assertFull(() -> aTicket().assignedTo(BOB).build().assign(full, OTHER_AGENT, BOOKINGS, LATER));
    assertThat(aTicket().build().assign(full, ADMIN, BOOKINGS, LATER).after().isAssignedTo("ada"))
        .isTrue();

    Agent fuller = listed(false, 3, 7);
    assertFull(() -> aTicket().build().assign(fuller, AGENT, BOOKINGS, LATER));
    // By hand one need not be available.
    Agent oneLeft = listed(false, 3, 2);
    assertThat(aTicket().build().assign(oneLeft, AGENT, BOOKINGS, LATER).after().assignee())
        .isNotNull();
  }

  @Test
  void what_a_full_agent_has_already_is_no_conflict() {
    Agent full = listed(true, 3, 3);
    var has = aTicket().assignedTo(ADA).build();
    assertThat(has.assign(full, AGENT, BOOKINGS, LATER).isEmpty()).isTrue();
    assertThat(has.escalate(to(full), AGENT.actor(), BOOKINGS, LATER).after().escalationLevel())
        .isEqualTo(1);
  }

  @Test
  void an_escalation_goes_beyond_a_capacity_only_by_an_admin() {
    Agent full = listed(true, 3, 3);
    var ticket = aTicket().build();
    assertFull(() -> ticket.escalate(to(full), AGENT.actor(), BOOKINGS, LATER));
    assertThat(
            ticket.escalate(to(full), ADMIN.actor(), BOOKINGS, LATER).after().isAssignedTo("ada"))
        .isTrue();
  }

  private static Escalation.Request to(Agent agent) {
    return new Escalation.Request(Escalation.Cause.MANUAL, "help", agent, null);
  }

  private static void assertFull(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo("agent-at-capacity"));
  }

  @Test
  void from_whom_it_was_taken_by_hand_is_remembered_the_last_hundred_times() {
    var given = aTicket().assignedTo(ADA).build().unassign(AGENT, BOOKINGS, LATER).after();
    assertThat(given.followUp().declinedBy()).containsExactly("ada");
    var opened =
        aTicket()
            .in(Status.IN_PROGRESS)
            .assignedTo(ADA)
            .build()
            .changeStatus(Status.OPEN, null, ADMIN, BOOKINGS, LATER)
            .after();
    assertThat(opened.followUp().declinedBy()).containsExactly("ada");

    FollowUp followUp = FollowUp.NONE;
    for (String id : IntStream.range(0, 150).mapToObj(i -> "agent-" + i % 120).toList()) {
      followUp = followUp.declinedBy(id);
    }
    assertThat(followUp.declinedBy()).hasSize(100).endsWith("agent-29").doesNotHaveDuplicates();
    assertThat(followUp.with(null).aged(NOON).alerted(NOON).withFormerAgent("x").declinedBy())
        .isEqualTo(followUp.declinedBy());
  }

  // Giving back

  @Test
  void what_is_given_back_waits_again_and_may_come_to_the_same_agent() {
    var change =
        aTicket()
            .in(Status.IN_PROGRESS)
            .assignedTo(ADA)
            .build()
            .giveBack("ada", "offline", ROUTING, BOOKINGS, LATER);

    assertThat(change.after().waitsForAgent()).isTrue();
    assertThat(change.after().status()).isEqualTo(Status.OPEN);
    assertThat(change.after().followUp().declinedBy()).isEmpty();
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Unassigned("ada"),
            new TicketEvent.StatusChanged(Status.IN_PROGRESS, Status.OPEN));
    assertThat(change.history()).isNotNull();
    assertThat(change.history().action()).isEqualTo("ticket_unassigned");
    assertThat(change.history().reason()).isEqualTo("offline");
  }

  @Test
  void what_waits_for_the_customer_goes_on_waiting_for_it() {
    var change =
        aTicket()
            .in(Status.WAITING_CUSTOMER)
            .assignedTo(ADA)
            .build()
            .giveBack("ada", "offline", ROUTING, BOOKINGS, LATER);
    assertThat(change.after().status()).isEqualTo(Status.WAITING_CUSTOMER);
    assertThat(change.after().assignee()).isNull();
  }

  @Test
  void nothing_goes_back_that_has_ended_or_that_another_has() {
    assertThat(
            aTicket()
                .in(Status.RESOLVED)
                .assignedTo(ADA)
                .build()
                .giveBack("ada", "x", ROUTING, BOOKINGS, LATER)
                .isEmpty())
        .isTrue();
    assertThat(
            aTicket()
                .assignedTo(BOB)
                .build()
                .giveBack("ada", "x", ROUTING, BOOKINGS, LATER)
                .isEmpty())
        .isTrue();
  }

  // Reopening

  @Test
  void the_former_agent_gets_it_back_when_it_is_there_with_a_slot_free() {
    var resolved = aTicket().in(Status.RESOLVED).assignedTo(ADA).build();
    var change = resolved.reopen("again", listed(true, 3, 2), CUSTOMER, BOOKINGS, LATER);
    assertThat(change.after().isAssignedTo("ada")).isTrue();
    assertThat(resolved.reopen("again", ADA, CUSTOMER, BOOKINGS, LATER).after().assignee())
        .as("not listed: as ever")
        .isNotNull();
    assertThat(resolved.reopen("again", null, CUSTOMER, BOOKINGS, LATER).after().assignee())
        .isNotNull();
  }

  @Test
  void else_it_waits_for_another() {
    var suspended = new Agent("ada", null, null, Set.of("*"), false, new Agent.Duty(true, 3, 0));
    var elsewhere = new Agent("ada", null, null, Set.of("rides"), true, new Agent.Duty(true, 3, 0));
    for (Agent former : List.of(listed(false, 3, 0), listed(true, 3, 3), suspended, elsewhere)) {
      var resolved = aTicket().in(Status.RESOLVED).assignedTo(ADA).build();
      var change = resolved.reopen("again", former, CUSTOMER, BOOKINGS, LATER);
      assertThat(change.after().waitsForAgent()).isTrue();
      assertThat(change.after().status()).isEqualTo(Status.REOPENED);
      assertThat(change.events())
          .containsExactly(
              new TicketEvent.StatusChanged(Status.RESOLVED, Status.REOPENED),
              new TicketEvent.Reopened("ada"),
              new TicketEvent.Unassigned("ada"));
      assertThat(change.after().followUp().declinedBy()).isEmpty();
    }
    var desk = aTicket().of(DESK).in(Status.RESOLVED).assignedTo(ADA).build();
    assertThat(desk.reopen("again", listed(false, 3, 0), CUSTOMER, DESK, LATER).after().status())
        .isEqualTo(Status.OPEN);
  }

  // What calls for routing

  @Test
  void routing_is_called_when_a_ticket_waits_or_a_slot_is_free() {
    assertCalls(true, opened());
    assertCalls(true, aTicket().assignedTo(ADA).build().unassign(AGENT, BOOKINGS, LATER));
    assertCalls(true, aTicket().assignedTo(ADA).build().assign(BOB, AGENT, BOOKINGS, LATER));
    Resolution solved = new Resolution(ResolutionType.SOLVED, "done", null);
    assertCalls(true, aTicket().assignedTo(ADA).build().resolve(solved, AGENT, BOOKINGS, LATER));
    assertCalls(true, aTicket().assignedTo(ADA).build().delete(ADMIN.actor(), BOOKINGS, LATER));
    assertCalls(
        true, aTicket().in(Status.CLOSED).build().reopen("x", null, ADMIN, BOOKINGS, LATER));
    assertCalls(true, moved(aTicket().build()));
  }

  @Test
  void routing_is_left_alone_otherwise() {
    assertCalls(false, aTicket().build().assign(ADA, AGENT, BOOKINGS, LATER));
    assertCalls(false, aTicket().build().delete(ADMIN.actor(), BOOKINGS, LATER));
    Resolution solved = new Resolution(ResolutionType.SOLVED, "done", null);
    assertCalls(false, aTicket().build().resolve(solved, AGENT, BOOKINGS, LATER));
    assertCalls(false, aTicket().in(Status.RESOLVED).build().close(null, AGENT, BOOKINGS, LATER));
    assertCalls(false, moved(aTicket().assignedTo(ADA).build()));
    assertCalls(false, Change.none(aTicket().build(), ROUTING, LATER));
    assertCalls(
        false,
        aTicket()
            .in(Status.CLOSED)
            .assignedTo(ADA)
            .build()
            .reopen("x", null, ADMIN, BOOKINGS, LATER));
    assertCalls(
        false, aTicket().build().changeStatus(Status.IN_PROGRESS, null, AGENT, BOOKINGS, LATER));
  }

  @Test
  void who_gets_an_active_ticket_that_it_had_not_carries_one_more() {
    assertThat(aTicket().build().assign(ADA, ADMIN, BOOKINGS, LATER).newCarrier())
        .isEqualTo(ADA.id());
    Ticket ended = aTicket().in(Status.CLOSED).assignedTo(ADA).build();
    assertThat(ended.reopen("x", ADA, ADMIN, BOOKINGS, LATER).newCarrier()).isEqualTo(ADA.id());

    Ticket hers = aTicket().assignedTo(ADA).build();
    Resolution solved = new Resolution(ResolutionType.SOLVED, "done", null);
    assertThat(hers.assign(ADA, ADMIN, BOOKINGS, LATER).newCarrier()).isNull();
    assertThat(moved(hers).newCarrier()).isNull();
    assertThat(hers.resolve(solved, AGENT, BOOKINGS, LATER).newCarrier()).isNull();
    assertThat(hers.delete(ADMIN.actor(), BOOKINGS, LATER).newCarrier()).isNull();
    assertThat(opened().newCarrier()).isNull();
  }

  private static Change opened() {
    Ticket t = aTicket().build();
    return Ticket.open(
        t.id(),
        t.number(),
        BOOKINGS,
        t.sla().terms(),
        t.customer(),
        t.source(),
        t.content(),
        t.description(),
        List.of(),
        t.id(),
        CUSTOMER.actor(),
        NOON);
  }

  private static Change moved(Ticket ticket) {
    Content c = ticket.content();
    return ticket.update(
        new Content(
            c.subject(),
            c.category(),
            "billing",
            c.language(),
            c.priority(),
            c.tags(),
            c.customFields()),
        ticket.sla().terms(),
        ADMIN.actor(),
        BOOKINGS,
        LATER);
  }

  private static void assertCalls(boolean expected, Change change) {
    assertThat(change.concernsRouting()).isEqualTo(expected);
  }

  private static Agent listed(boolean available, int capacity, int load) {
    return new Agent(
        ADA.id(), ADA.name(), null, ADA.apps(), true, new Agent.Duty(available, capacity, load));
  }
}
