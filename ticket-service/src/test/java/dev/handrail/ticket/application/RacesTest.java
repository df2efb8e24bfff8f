package dev.handrail.ticket.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.ticket.adapter.persistence.TicketQueries;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many at once on one ticket. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RacesTest {
  private static final int AGENTS = 20;
  private static final Caller CORA = Fixtures.caller("race-cora", Role.CUSTOMER, "bookings");

  @Inject OpenTicket open;
  @Inject AssignTicket assign;
  @Inject PostMessage post;
  @Inject TicketQueries queries;

  @RepeatedTest(5)
  void of_twenty_agents_who_pick_one_ticket_exactly_one_gets_it() {
    Ticket ticket = open();
    List<String> winners = Collections.synchronizedList(new ArrayList<>());
    List<String> losers = Collections.synchronizedList(new ArrayList<>());

    atOnce(
        AGENTS,
        i -> {
          Caller agent = Fixtures.caller("racer-" + i, Role.SUPPORT_AGENT, "bookings");
          try {
            assign.handle(new AssignTicket.Command(agent, ticket.number(), null, "me"));
            winners.add(agent.id());
          } catch (TicketProblem.Conflict tooLate) {
            losers.add(agent.id());
          }
        });

    assertThat(winners).hasSize(1);
    assertThat(losers).hasSize(AGENTS - 1);
    assertThat(queries.find(ticket.number()).orElseThrow().isAssignedTo(winners.getFirst()))
        .isTrue();
    assertThat(queries.detail(ticket.number(), true, 1).orElseThrow().assignments()).hasSize(1);
    assertThat(queries.history(ticket.id(), 10, null).entries()).hasSize(2);
  }

  @Test
  void messages_posted_at_once_have_gapless_places_and_events_without_a_gap() {
    try (KafkaProbe kafka = KafkaProbe.fromNow(Infrastructure.kafka(), "ticket-events")) {
      Ticket ticket = open();
      int each = 10;

      atOnce(
          12,
          i -> {
            for (int n = 0; n < each; n++) {
              post.handle(
                  new PostMessage.Command(
                      CORA, ticket.number(), i + "/" + n, null, null, List.of()));
            }
          });

      int all = 12 * each + 1;
      List<Message> thread = queries.messages(ticket.id(), true, 200, null).messages();
      assertThat(thread.reversed())
          .extracting(Message::position)
          .isEqualTo(IntStream.rangeClosed(1, all).boxed().toList());
      Ticket stored = queries.find(ticket.number()).orElseThrow();
      assertThat(stored.thread().length()).isEqualTo(all);
      assertThat(stored.thread().staffUnread()).isEqualTo(all);
      assertThat(stored.version()).isEqualTo(ticket.version());

      String key = ticket.id().toString();
      // Two for the opening, one for each message.
      int events = all + 1;
      kafka.await(
          Duration.ofSeconds(20),
          events + " events of the ticket",
          seen -> seen.stream().filter(e -> key.equals(e.key())).count() >= events);
      assertThat(kafka.seen(key))
          .extracting(e -> Integer.valueOf(e.header("ce_sequence")))
          .isEqualTo(IntStream.rangeClosed(1, events).boxed().toList());
    }
  }

  private Ticket open() {
    return open.handle(
        new OpenTicket.Command(
            CORA,
            "Race",
            "On your marks",
            "booking",
            null,
            null,
            null,
            null,
            null,
            "web",
            List.of(),
            List.of(),
            List.of(),
            Map.of()));
  }

  /** Runs the work in so many threads that start together; throws what any of them threw. */
  private static void atOnce(int threads, IntConsumer work) {
    CountDownLatch start = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> done =
          IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> {
                            try {
                              start.await();
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                            work.accept(i);
                          },
                          executor))
              .toList();
      start.countDown();
      done.forEach(CompletableFuture::join);
    }
  }
}
