package dev.handrail.agent.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.adapter.persistence.FiguresQueries;
import dev.handrail.agent.application.port.TicketRecords;
import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.agent.domain.figures.Recount;
import dev.handrail.agent.domain.figures.TicketLives;
import dev.handrail.agent.domain.figures.TicketNews;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Figures on the real database: any order, duplicates, several at once, summed up meanwhile. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class FiguresTest {

  @Inject FollowTickets follow;
  @Inject SumUpFigures sumUp;
  @Inject TicketRecords records;
  @Inject FiguresQueries queries;
  @Inject Sql sql;

  @BeforeEach
  void nothing_has_happened() {
    sql.update("TRUNCATE ticket_record, agent_figures, agent_figures_delta");
  }

  @RepeatedTest(5)
  void they_are_as_recounted_from_all_events(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<TicketNews> told = TicketLives.of(random, 12);
    List<TicketNews> jumbled = TicketLives.jumbled(told, random);

    CompletableFuture.allOf(
            IntStream.range(0, 3)
                .mapToObj(
                    worker ->
                        CompletableFuture.runAsync(
                            () -> {
                              // Batches of one to five, which share tickets with the others'.
                              int size = 1;
                              for (int i = worker; i < jumbled.size(); i += 3 * size) {
                                size = i % 5 + 1;
                                follow.handle(
                                    new FollowTickets.Command(
                                        every(3, jumbled.subList(i, jumbled.size()), size)));
                                if (i % 7 == 0) {
                                  sumUp.handle(5);
                                }
                              }
                            }))
                .toArray(CompletableFuture[]::new))
        .join();

    assertRecounted(told);
    while (sumUp.handle(10) > 0) {
      // Until all is added up.
    }
    assertThat(sql.list("SELECT agent FROM agent_figures_delta", row -> row.string("agent")))
        .isEmpty();
    assertRecounted(told);
  }

  private static <T> List<T> every(int step, List<T> all, int most) {
    return IntStream.range(0, most)
        .map(i -> i * step)
        .filter(i -> i < all.size())
        .mapToObj(all::get)
        .toList();
  }

  private void assertRecounted(List<TicketNews> told) {
    for (String agent : TicketLives.AGENTS) {
      Figures counted = queries.of(agent);
      assertThat(counted).as(agent).isEqualTo(Recount.of(agent, told));
      assertThat(queries.assigned(agent).count()).as(agent).isEqualTo((int) counted.open());
    }
  }

  @Test
  void lists_hold_what_is_for_the_agent_the_most_urgent_first() {
    List<TicketNews> told = TicketLives.of(new Random(42), 120);
    follow.handle(new FollowTickets.Command(told));
    List<TicketNews> now =
        told.stream()
            .filter(
                n ->
                    told.stream()
                        .noneMatch(
                            o -> o.ticket().equals(n.ticket()) && o.sequence() > n.sequence()))
            .filter(n -> n.state().isActive())
            .sorted(
                Comparator.<TicketNews>comparingInt(n -> n.state().urgency().rank())
                    .thenComparing(n -> n.state().resolution().dueAt())
                    .thenComparing(n -> n.state().createdAt()))
            .toList();
    List<UUID> waiting = ids(now.stream().filter(n -> n.state().assignee() == null).toList());
    List<UUID> anns = ids(now.stream().filter(n -> "ann".equals(n.state().assignee())).toList());
    List<UUID> urgent =
        ids(
            now.stream()
                .filter(n -> n.state().urgency().rank() == 0)
                .filter(n -> n.state().assignee() == null || "ann".equals(n.state().assignee()))
                .toList());
    assertThat(waiting).hasSizeGreaterThan(10);
    assertThat(urgent).isNotEmpty();

    assertThat(queries.assigned("ann").ids()).isEqualTo(anns);
    assertThat(queries.unassigned(null, null)).isEqualTo(tickets(waiting));
    assertThat(queries.unassigned(Set.of("rides", "bookings"), "technical"))
        .isEqualTo(tickets(waiting));
    assertThat(queries.unassigned(Set.of("rides"), "technical").count()).isZero();
    assertThat(queries.unassigned(Set.of(), null).count()).isZero();
    assertThat(queries.unassigned(null, "billing").count()).isZero();
    assertThat(queries.urgent("ann", null, null)).isEqualTo(tickets(urgent));
    assertThat(queries.urgent("ann", Set.of("rides"), null).ids())
        .as("its own whatever the app")
        .isSubsetOf(anns);
  }

  private static FiguresQueries.Tickets tickets(List<UUID> all) {
    return new FiguresQueries.Tickets(
        all.stream().limit(FiguresQueries.MOST_LISTED).toList(), all.size());
  }

  private static List<UUID> ids(List<TicketNews> news) {
    return news.stream().map(TicketNews::ticket).toList();
  }

  @Test
  void an_agent_that_did_nothing_has_figures_of_zero() {
    assertThat(queries.of("nobody")).isEqualTo(Figures.NONE);
    assertThat(queries.assigned("nobody")).isEqualTo(tickets(List.of()));
  }
}
