package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADA;
import static dev.handrail.ticket.domain.Fixtures.ADMIN;
import static dev.handrail.ticket.domain.Fixtures.AGENT;
import static dev.handrail.ticket.domain.Fixtures.BOB;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.CUSTOMER;
import static dev.handrail.ticket.domain.Fixtures.DESK;
import static dev.handrail.ticket.domain.Fixtures.NOON;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.Escalation.Cause;
import dev.handrail.ticket.domain.TicketEvent.Assigned.How;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscalationTest {

  private static final Instant LATER = NOON.plus(Duration.ofMinutes(10));
  private static final Actor SYSTEM = Actor.system("job escalate_waiting");

  @Test
  void to_another_agent_the_ticket_goes_up_and_is_handed_over() {
    var ticket = aTicket().in(Status.IN_PROGRESS).assignedTo(ADA).build();

    var change = ticket.escalate(to(BOB, null), ADMIN.actor(), BOOKINGS, LATER);

    var escalation =
        new Escalation(
            LATER,
            ADMIN.actor(),
            Cause.MANUAL,
            "too hot",
            0,
            1,
            ADA.asAssignee(),
            BOB.asAssignee());
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.Escalated(escalation),
            new TicketEvent.StatusChanged(Status.IN_PROGRESS, Status.ESCALATED),
            new TicketEvent.Assigned("ada", BOB.asAssignee(), How.ESCALATED));
    var after = change.after();
    assertThat(after.status()).isEqualTo(Status.ESCALATED);
    assertThat(after.escalationLevel()).isEqualTo(1);
    assertThat(after.assignee()).isEqualTo(BOB.asAssignee());
    assertThat(after.followUp().formerAgents()).containsExactly("ada");
    assertThat(after.followUp().agedAt()).isNull();
    assertThat(after.version()).isEqualTo(ticket.version() + 1);
    assertThat(after.updatedAt()).isEqualTo(LATER);
    assertThat(change.history())
        .isEqualTo(
            new HistoryEntry(
                LATER,
                ADMIN.actor(),
                "ticket_escalated",
                List.of(
                    new HistoryEntry.FieldChange("status", "in_progress", "escalated"),
                    new HistoryEntry.FieldChange("assignee", "ada", "bob"),
                    new HistoryEntry.FieldChange("escalationLevel", null, "1")),
                "too hot"));
  }

  @Test
  void to_a_level_alone_it_keeps_its_agent() {
    var ticket = aTicket().in(Status.ASSIGNED).assignedTo(ADA).build();

    var change = ticket.escalate(to(null, 4), AGENT.actor(), BOOKINGS, LATER);

    assertThat(change.events()).hasSize(2);
    assertThat(change.after().escalationLevel()).isEqualTo(4);
    assertThat(change.after().assignee()).isEqualTo(ADA.asAssignee());
    assertThat(change.after().followUp().formerAgents()).isEmpty();
  }

  @Test
  void to_who_has_it_already_it_only_goes_up() {
    var ticket = aTicket().in(Status.ASSIGNED).assignedTo(ADA).build();

    var change = ticket.escalate(to(ADA, null), AGENT.actor(), BOOKINGS, LATER);

    assertThat(escalationOf(change).toAgent()).isNull();
    assertThat(escalationOf(change).fromAgent()).isEqualTo(ADA.asAssignee());
    assertThat(change.events()).noneMatch(TicketEvent.Assigned.class::isInstance);
    assertThat(change.after().followUp().formerAgents()).isEmpty();
  }

  @Test
  void what_nobody_had_is_given_and_nobody_has_lost_it() {
    var change = aTicket().build().escalate(to(BOB, null), AGENT.actor(), BOOKINGS, LATER);

    assertThat(change.events())
        .last()
        .isEqualTo(new TicketEvent.Assigned(null, BOB.asAssignee(), How.ESCALATED));
    assertThat(change.after().followUp().formerAgents()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void every_active_ticket_goes_up_and_none_that_has_ended(Status status) {
    var ticket = aTicket().in(status).build();
    if (status.isActive()) {
      assertThat(ticket.mayEscalate()).isTrue();
      var after = ticket.escalate(to(null, null), SYSTEM, BOOKINGS, LATER).after();
      assertThat(after.status()).isEqualTo(Status.ESCALATED);
      assertThat(after.escalationLevel()).isEqualTo(1);
    } else {
      assertThat(ticket.mayEscalate()).isFalse();
      assertThatThrownBy(() -> ticket.escalate(to(null, null), SYSTEM, BOOKINGS, LATER))
          .isInstanceOfSatisfying(
              TicketProblem.IllegalMove.class,
              p ->
                  assertThat(p.allowed()).containsExactlyElementsOf(ticket.allowedMoves(BOOKINGS)));
    }
  }

  @Test
  void where_an_app_lacks_the_status_level_and_history_are_kept_all_the_same() {
    var ticket = aTicket().of(DESK).in(Status.IN_PROGRESS).assignedTo(ADA).build();

    var change = ticket.escalate(to(BOB, null), ADMIN.actor(), DESK, LATER);

    assertThat(change.after().status()).isEqualTo(Status.IN_PROGRESS);
    assertThat(change.after().escalationLevel()).isEqualTo(1);
    assertThat(change.events())
        .hasExactlyElementsOfTypes(TicketEvent.Escalated.class, TicketEvent.Assigned.class);
    assertThat(change.history()).isNotNull();
    assertThat(change.history().changes())
        .contains(new HistoryEntry.FieldChange("escalationLevel", null, "1"));
  }

  @Test
  void levels_only_go_up_and_end_at_the_highest() {
    var second = aTicket().in(Status.ESCALATED).atLevel(2).build();
    assertThat(second.escalate(to(null, null), SYSTEM, BOOKINGS, LATER).after().escalationLevel())
        .isEqualTo(3);
    assertThat(second.escalate(to(null, 10), SYSTEM, BOOKINGS, LATER).after().escalationLevel())
        .isEqualTo(10);
    for (int level : List.of(11, 2, 1, 0, -1)) {
      assertRefused(second, to(null, level), "level-not-higher");
    }
    var top = aTicket().atLevel(10).build();
    assertThat(top.mayEscalate()).isFalse();
    assertThat(aTicket().atLevel(9).build().mayEscalate()).isTrue();
    assertRefused(top, to(null, null), "level-not-higher");
  }

  @Test
  void it_is_given_to_an_approved_agent_of_the_app_alone() {
    assertRefused(
        aTicket().build(),
        to(new Agent("eve", null, null, Set.of("rides"), true), null),
        "agent-not-eligible");
    assertRefused(
        aTicket().build(),
        to(new Agent("eve", null, null, Set.of("bookings"), false), null),
        "agent-not-eligible");
  }

  @Test
  void everyone_who_lost_it_is_remembered_once_to_the_end_and_beyond() {
    var ticket = aTicket().in(Status.ASSIGNED).assignedTo(ADA).build();
    ticket = ticket.escalate(to(BOB, null), SYSTEM, BOOKINGS, LATER).after();
    ticket = ticket.escalate(to(ADA, null), SYSTEM, BOOKINGS, LATER).after();
    ticket = ticket.escalate(to(BOB, null), SYSTEM, BOOKINGS, LATER).after();
    assertThat(ticket.followUp().formerAgents()).containsExactly("ada", "bob");

    var fixed = new Resolution(ResolutionType.SOLVED, null, null);
    ticket = ticket.resolve(fixed, AGENT, BOOKINGS, LATER).after();
    ticket = ticket.reopen("again", null, CUSTOMER, BOOKINGS, LATER).after();
    assertThat(ticket.followUp().formerAgents()).containsExactly("ada", "bob");
    assertThat(ticket.escalationLevel()).isEqualTo(3);
  }

  private static void assertRefused(Ticket ticket, Escalation.Request request, String slug) {
    assertThatThrownBy(() -> ticket.escalate(request, SYSTEM, BOOKINGS, LATER))
        .isInstanceOfSatisfying(
            TicketProblem.Conflict.class, p -> assertThat(p.slug()).isEqualTo(slug));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void only_what_goes_up_for_its_age_is_marked_as_such(boolean aged) {
    var change =
        aTicket()
            .build()
            .escalate(
                Escalation.Request.up(aged ? Cause.AGE : Cause.SLA_BREACH, "late"),
                SYSTEM,
                BOOKINGS,
                LATER);
    assertThat(change.after().followUp().agedAt()).isEqualTo(aged ? LATER : null);
    assertThat(change.actor().kind()).isEqualTo(ActorKind.SYSTEM);
  }

  private static Escalation.Request to(@Nullable Agent agent, @Nullable Integer level) {
    return new Escalation.Request(Cause.MANUAL, "too hot", agent, level);
  }

  private static Escalation escalationOf(Change change) {
    return ((TicketEvent.Escalated) change.events().getFirst()).escalation();
  }
}
