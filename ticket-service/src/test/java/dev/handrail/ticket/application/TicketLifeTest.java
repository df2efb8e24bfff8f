package dev.handrail.ticket.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.kit.testing.KafkaProbe.Seen;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A ticket's life, told from its first word to its end, and what others hear of it on Kafka. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class TicketLifeTest {
  private static final Caller CORA = Fixtures.caller("life-cora", Role.CUSTOMER, "bookings");
  private static final Caller CARL = Fixtures.caller("life-carl", Role.CUSTOMER, "bookings");
  private static final Caller ADA = Fixtures.caller("life-ada", Role.SUPPORT_AGENT, "bookings");
  private static final Caller BOB = Fixtures.caller("life-bob", Role.SUPPORT_AGENT, "bookings");
  private static final Caller ROOT = Fixtures.caller("life-root", Role.ADMIN, "bookings");

  @Inject OpenTicket open;
  @Inject AssignTicket assign;
  @Inject PostMessage post;
  @Inject ChangeStatus changeStatus;
  @Inject EndTicket end;
  @Inject ReopenTicket reopen;
  @Inject RateTicket rate;
  @Inject MarkRead markRead;
  @Inject DeleteTicket delete;
  @Inject TicketQueries queries;

  @Test
  void a_ticket_lives_its_life() {
    try (KafkaProbe kafka = KafkaProbe.fromNow(Infrastructure.kafka(), "ticket-events")) {

      // Cora's booking is broken. She opens a ticket; it gets a number of her app.
      Ticket ticket = open("My booking is gone");
      String ref = ticket.number();
      assertThat(ref).matches("BKG-\\d{6,}");
      assertThat(ticket.status()).isEqualTo(Status.OPEN);

      // Nobody but she and the staff can tell that it is there.
      assertThatThrownBy(() -> say(CARL, ref, "me too", null))
          .isInstanceOf(TicketProblem.NotFound.class);

      // Ada picks it, and Bob comes too late.
      assertThat(assign.handle(new AssignTicket.Command(ADA, ref, 1L, "me")).status())
          .isEqualTo(Status.ASSIGNED);
      assertThatThrownBy(() -> assign.handle(new AssignTicket.Command(BOB, ref, null, "me")))
          .isInstanceOf(TicketProblem.Conflict.class);

      // She notes something for her colleagues, answers, and waits.
      say(ADA, ref, "Looks like a double import.", "internal");
      say(ADA, ref, "Which day was it?", "public");
      changeStatus.handle(
          new ChangeStatus.Command(ADA, ref, null, "waiting_customer", "asked for the day"));

      // Cora reads on, and answers: the ticket goes on by itself.
      assertThat(stored(ref).thread().customerUnread()).isEqualTo(1);
      markRead.handle(new MarkRead.Command(CORA, ref));
      assertThat(stored(ref).thread().customerUnread()).isZero();
      say(CORA, ref, "The third.", null);
      assertThat(stored(ref).status()).isEqualTo(Status.IN_PROGRESS);

      // Ada solves it. Not quite: Cora takes it up again, and Ada has it back.
      end.handle(
          new EndTicket.Command(
              ADA, ref, null, EndTicket.Ending.RESOLVE, "solved", "Booked anew.", "import fixed"));
      Ticket again =
          reopen.handle(new ReopenTicket.Command(CORA, ref, null, "It is the wrong day"));
      assertThat(again.isAssignedTo("life-ada")).isTrue();
      end.handle(
          new EndTicket.Command(
              ADA, ref, null, EndTicket.Ending.RESOLVE, "solved", "Booked for the third.", null));

      // Now she is content, says so and closes it.
      rate.handle(new RateTicket.Command(CORA, ref, 5, "Thank you"));
      Ticket closed =
          changeStatus.handle(new ChangeStatus.Command(CORA, ref, null, "closed", null));
      assertThat(closed.status()).isEqualTo(Status.CLOSED);
      assertThat(queries.find(ref)).contains(closed);

      // The customer's side of the thread has no note in it.
      assertThat(queries.detail(ref, false, 20).orElseThrow().newest())
          .extracting(m -> m.text())
          .containsExactly("The third.", "Which day was it?", "My booking is gone");

      // Years later an admin removes it. What happened stays known.
      delete.handle(new DeleteTicket.Command(ROOT, ref, null));
      assertThat(queries.find(ref)).isEmpty();
      assertThat(queries.history(ticket.id(), 50, null).entries().reversed())
          .extracting(HistoryEntry::action)
          .containsExactly(
              "ticket_created",
              "ticket_assigned",
              "note_added",
              "message_posted",
              "status_changed",
              "message_posted",
              "ticket_resolved",
              "ticket_reopened",
              "ticket_resolved",
              "ticket_rated",
              "ticket_closed",
              "ticket_deleted");

      // Others have heard of it all, once, in order.
      String key = ticket.id().toString();
      kafka.await(
          Duration.ofSeconds(20),
          "the ticket's deletion",
          seen ->
              seen.stream()
                  .anyMatch(
                      e -> key.equals(e.key()) && e.type().equals("handrail.TicketDeleted.v1")));
      List<Seen> heard = kafka.seen(key);
      assertThat(heard)
          .extracting(e -> e.type().replaceAll("handrail\\.|\\.v1", ""))
          .containsExactly(
              "TicketCreated",
              "SlaTargetsSet",
              "TicketAssigned",
              "StatusChanged",
              "MessagePosted",
              "MessagePosted",
              "SlaMet",
              "StatusChanged",
              "MessagePosted",
              "StatusChanged",
              "StatusChanged",
              "SlaMet",
              "TicketResolved",
              "RatingRequested",
              "StatusChanged",
              "TicketReopened",
              "StatusChanged",
              "SlaMet",
              "TicketResolved",
              "RatingRequested",
              "TicketRated",
              "StatusChanged",
              "TicketClosed",
              "TicketDeleted");
      assertThat(heard)
          .extracting(e -> Integer.valueOf(e.header("ce_sequence")))
          .isEqualTo(IntStream.rangeClosed(1, 24).boxed().toList());
      assertThat(heard)
          .allSatisfy(
              e -> {
                assertThat(e.header("ce_source")).isEqualTo("/handrail/ticket-service");
                assertThat(e.header("ce_subject")).isEqualTo(key);
              });
    }
  }

  private Ticket open(String description) {
    return open.handle(
        new OpenTicket.Command(
            CORA,
            "Booking",
            description,
            "booking",
            null,
            null,
            null,
            null,
            null,
            "web",
            List.of(),
            List.of(new Link("booking", "B-1")),
            List.of(),
            Map.of()));
  }

  private void say(Caller who, String ref, String text, @Nullable String visibility) {
    post.handle(new PostMessage.Command(who, ref, text, visibility, null, List.of()));
  }

  private Ticket stored(String ref) {
    return queries.find(ref).orElseThrow();
  }
}
