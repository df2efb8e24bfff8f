package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADA;
import static dev.handrail.ticket.domain.Fixtures.ADMIN;
import static dev.handrail.ticket.domain.Fixtures.AGENT;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.CUSTOMER;
import static dev.handrail.ticket.domain.Fixtures.NOON;
import static dev.handrail.ticket.domain.Fixtures.SERVICE;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.sla.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

  private static final Instant LATER = NOON.plus(Duration.ofMinutes(10));
  private static final UUID ID = new UUID(9, 9);

  private static Change post(Ticket ticket, Caller by, Visibility visibility, Instant at) {
    return ticket.post(ID, "hello", TextFormat.TEXT, visibility, by.actor(), BOOKINGS, at);
  }

  @Test
  void staffs_first_public_word_is_the_first_response() {
    var change = post(aTicket().build(), AGENT, Visibility.PUBLIC, LATER);

    var message =
        new Message(
            ID,
            2,
            new Message.Author("ada", "Name of ada", ActorKind.SUPPORT_AGENT),
            "hello",
            TextFormat.TEXT,
            Visibility.PUBLIC,
            LATER);
    assertThat(change.events())
        .containsExactly(
            new TicketEvent.MessagePosted(message),
            new TicketEvent.SlaMet(
                TargetKind.FIRST_RESPONSE, LATER, NOON.plus(Duration.ofHours(1))));
    assertThat(change.after().sla().firstResponse().stoppedAt()).isEqualTo(LATER);
    assertThat(change.after().version()).isEqualTo(3);
    assertThat(change.after().eventSequence()).isEqualTo(7);
    assertThat(change.after().thread().length()).isEqualTo(2);
    var second = post(change.after(), ADMIN, Visibility.PUBLIC, LATER.plusSeconds(60));
    assertThat(second.after().sla().firstResponse().stoppedAt()).isEqualTo(LATER);
  }

  @Test
  void neither_a_note_nor_a_customers_word_is_a_response() {
    assertThat(
            post(aTicket().build(), AGENT, Visibility.INTERNAL, LATER)
                .after()
                .sla()
                .firstResponse()
                .stoppedAt())
        .isNull();
    assertThat(
            post(aTicket().build(), CUSTOMER, Visibility.PUBLIC, LATER)
                .after()
                .sla()
                .firstResponse()
                .stoppedAt())
        .isNull();
  }

  @Test
  void a_note_moves_nothing_that_a_customer_sees() {
    var ticket = aTicket().build();
    var after = post(ticket, AGENT, Visibility.INTERNAL, LATER).after();
    assertThat(after.publicUpdatedAt()).isEqualTo(NOON);
    assertThat(after.updatedAt()).isEqualTo(LATER);
    assertThat(after.thread().lastPublic()).isEqualTo(ticket.thread().lastPublic());
    assertThat(after.thread().last()).isNotEqualTo(ticket.thread().last());
    assertThat(after.thread().customerUnread()).isZero();
    assertThat(after.version()).isEqualTo(ticket.version());
    assertThat(post(ticket, AGENT, Visibility.PUBLIC, LATER).after().publicUpdatedAt())
        .isEqualTo(LATER);
  }

  @Test
  void a_customers_answer_to_a_waiting_ticket_moves_it_on() {
    var waiting = aTicket().in(Status.WAITING_CUSTOMER).assignedTo(ADA).build();
    var change = post(waiting, CUSTOMER, Visibility.PUBLIC, LATER);
    assertThat(change.events())
        .contains(new TicketEvent.StatusChanged(Status.WAITING_CUSTOMER, Status.IN_PROGRESS));
    assertThat(change.after().version()).isEqualTo(4);
    assertThat(post(waiting, AGENT, Visibility.PUBLIC, LATER).after().status())
        .isEqualTo(Status.WAITING_CUSTOMER);
    assertThat(
            post(aTicket().in(Status.WAITING_INTERNAL).build(), CUSTOMER, Visibility.PUBLIC, LATER)
                .after()
                .status())
        .isEqualTo(Status.WAITING_INTERNAL);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void only_a_closed_ticket_takes_no_message(Status status) {
    var ticket = aTicket().in(status).build();
    if (status == Status.CLOSED) {
      assertThatThrownBy(() -> post(ticket, AGENT, Visibility.PUBLIC, LATER))
          .isInstanceOfSatisfying(
              TicketProblem.IllegalMove.class,
              p -> assertThat(p.allowed()).containsExactly(Status.REOPENED));
    } else {
      assertThat(post(ticket, AGENT, Visibility.PUBLIC, LATER).events()).isNotEmpty();
    }
  }

  @Test
  void each_side_counts_what_the_other_wrote_since_it_read() {
    var ticket = aTicket().build();
    assertThat(ticket.thread().staffUnread()).isEqualTo(1);
    assertThat(ticket.thread().customerUnread()).isZero();

    var after = post(ticket, AGENT, Visibility.PUBLIC, LATER).after();
    after = post(after, AGENT, Visibility.INTERNAL, LATER).after();
    after = post(after, CUSTOMER, Visibility.PUBLIC, LATER).after();
    assertThat(after.thread().customerUnread()).isEqualTo(1);
    assertThat(after.thread().staffUnread()).isEqualTo(2);

    var byCustomer = after.thread().readByCustomer();
    assertThat(byCustomer.customerUnread()).isZero();
    assertThat(byCustomer.customerReadUpTo()).isEqualTo(4);
    assertThat(byCustomer.staffUnread()).isEqualTo(2);
    assertThat(byCustomer.staffReadUpTo()).isZero();
    var byStaff = after.thread().readByStaff();
    assertThat(byStaff.staffUnread()).isZero();
    assertThat(byStaff.staffReadUpTo()).isEqualTo(4);
    assertThat(byStaff.customerUnread()).isEqualTo(1);
    assertThat(byStaff.customerReadUpTo()).isZero();
  }

  @Test
  void what_a_service_opened_is_news_to_both_sides() {
    var change =
        Ticket.open(
            ID,
            "BKG-000009",
            BOOKINGS,
            Fixtures.terms(Priority.MEDIUM),
            new Customer("cora", null, CustomerKind.CUSTOMER, null),
            Source.API,
            aTicket().build().content(),
            "The tap drips.",
            java.util.List.of(new Link("ride", "r-1")),
            new UUID(2, 2),
            SERVICE.actor(),
            NOON);
    var ticket = change.after();
    assertThat(ticket.thread().customerUnread()).isEqualTo(1);
    assertThat(ticket.thread().staffUnread()).isEqualTo(1);
    assertThat(ticket.openedBy()).isEqualTo(new Ticket.Opener("rides-backend", ActorKind.SERVICE));
    assertThat(ticket.version()).isEqualTo(1);
    assertThat(change.firstSequence()).isEqualTo(1);
    assertThat(ticket.links()).containsExactly(new Link("ride", "r-1"));
    assertThat(ticket.sla().firstResponse().dueAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(ticket.sla().resolution().dueAt()).isEqualTo(NOON.plus(Duration.ofHours(8)));
    assertThat(change.events())
        .hasSize(2)
        .last()
        .isEqualTo(new TicketEvent.SlaTargetsSet(ticket.sla()));
    assertThat(change.events().getFirst())
        .isInstanceOfSatisfying(
            TicketEvent.Created.class,
            c -> {
              assertThat(c.opening().position()).isEqualTo(1);
              assertThat(c.opening().text()).isEqualTo("The tap drips.");
              assertThat(c.opening().visibility()).isEqualTo(Visibility.PUBLIC);
            });
    assertThat(change.history()).isNotNull();
    assertThat(change.history().action()).isEqualTo("ticket_created");
    assertThat(change.history().changes())
        .contains(
            new HistoryEntry.FieldChange("status", null, "open"),
            new HistoryEntry.FieldChange("priority", null, "medium"),
            new HistoryEntry.FieldChange("tags", null, "tap"));
  }

  @Test
  void a_snippet_is_one_line_of_at_most_120_characters() {
    assertThat(message("  two\n lines ").snippet()).isEqualTo("two lines");
    assertThat(message("x".repeat(120)).snippet()).isEqualTo("x".repeat(120));
    assertThat(message("😀".repeat(121)).snippet()).isEqualTo("😀".repeat(119) + "…");
  }

  private static Message message(String text) {
    return new Message(
        ID,
        1,
        new Message.Author("a", null, ActorKind.CUSTOMER),
        text,
        TextFormat.TEXT,
        Visibility.PUBLIC,
        NOON);
  }
}
