package dev.handrail.ticket.adapter.persistence;

import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.application.RoutingScene;
import dev.handrail.ticket.application.port.WaitingTickets;
import dev.handrail.ticket.application.port.WaitingTickets.Offer;
import dev.handrail.ticket.application.port.Workforce;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.routing.Demand;
import dev.handrail.ticket.domain.routing.Waiting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pass of routing touches when many wait and many are there: index entries, not tables. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RoutingPlansTest {
  private static final int WAITING = 10_000;
  private static final int AGENTS = 500;

  @Inject Sql sql;
  @Inject WaitingTickets waiting;
  @Inject Workforce workforce;
  @Inject RoutingScene scene;

  private String department = "";

  @BeforeEach
  void fill() {
    department = RoutingScene.unique("plans");
    QuarkusTransaction.requiringNew().timeout(120).run(this::insertTickets);
    QuarkusTransaction.requiringNew().timeout(120).run(this::listAgents);
    sql.update("ANALYZE ticket");
    sql.update("ANALYZE agent");
  }

  /** One in three waits; the others have ended. Twenty sorts of tickets. */
  private void insertTickets() {
    sql.update(
        """
        INSERT INTO ticket (id, number, app, customer_id, customer_kind, opener_id, opener_kind,
          source, subject, category, department, language, priority, tags, custom_fields,
          description, status, escalation_level, response_due_at, response_at_risk_at,
          resolution_due_at, resolution_at_risk_at, message_count, customer_unread, staff_unread,
          customer_read_up_to, staff_read_up_to, created_at, updated_at, public_updated_at,
          version, event_sequence)
        SELECT uuidv7((n - 100000) * interval '1 minute'), 'P' || upper(right(?, 5)) || '-' || lpad(n::text, 6, '0'),
          'bookings', 'c' || n % 500, 'customer', 'c' || n % 500, 'customer', 'web',
          'Subject ' || n, 'c' || n % 5, ?, (ARRAY['en', 'de', 'fr', 'es'])[1 + n % 4], n % 4,
          '{}', '{}', 'plain', CASE WHEN n % 3 = 0 THEN 'open' ELSE 'closed' END, 0,
          at, at, at, at, 1, 0, 0, 0, 0, at, at, at, 1, 1
        FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 minute' AS at
              FROM generate_series(1, ?) n) g
        """,
        department, department, 3 * WAITING);
  }

  private void listAgents() {
    for (int i = 0; i < AGENTS; i++) {
      var one = agent(department + "-" + i).of(department).capacity(1 + i % 5);
      one = i % 2 == 0 ? one.skilled("c" + i % 5) : one;
      scene.lists(i % 3 == 0 ? one.speaking("en", "de") : one);
    }
  }

  @Test
  void a_pass_reads_by_indexes_what_it_takes_and_no_more() {
    assertThat(plan(SqlWaitingTickets.DEMANDS, department, department))
        .contains("ticket_waiting")
        .doesNotContain("Seq Scan on ticket");
    List<Demand> demands = waiting.demands(department);
    assertThat(demands).hasSize(20).doesNotHaveDuplicates();

    List<String> ids = IntStream.range(0, AGENTS).mapToObj(i -> department + "-" + i).toList();
    List<Offer> offers = demands.stream().map(d -> new Offer(d, ids, 700)).toList();
    SqlText next = SqlWaitingTickets.next(offers, 50, false);
    assertThat(plan(next.text(), next.params()))
        .contains("ticket_waiting")
        .doesNotContain("Seq Scan on ticket")
        // Within a sort the index has the order already: only the few of all sorts are sorted.
        .containsOnlyOnce("Sort Key");

    assertThat(plan(SqlWorkforce.DEPARTMENTS)).doesNotContain("Seq Scan on ticket");
    assertThat(plan(SqlWorkforce.CLAIM, 1, department, department, department, true))
        .contains("ticket_load")
        .doesNotContain("Seq Scan on ticket");
  }

  @Test
  void the_next_tickets_are_those_that_sorting_all_would_give() {
    List<String> ids = List.of(department + "-1");
    List<Offer> offers =
        waiting.demands(department).stream()
            .filter(d -> !d.language().equals("fr"))
            .map(d -> new Offer(d, ids, 40))
            .toList();
    List<Waiting> taken =
        QuarkusTransaction.requiringNew()
            .call(() -> waiting.lockNext(offers, 50, false).stream().map(Waiting::of).toList());

    List<Waiting> all =
        new ArrayList<>(
            QuarkusTransaction.requiringNew()
                .call(
                    () ->
                        waiting
                            .lockNext(
                                offers.stream()
                                    .map(o -> new Offer(o.demand(), ids, WAITING))
                                    .toList(),
                                WAITING,
                                false)
                            .stream()
                            .map(Waiting::of)
                            .toList()));
    assertThat(all).hasSize(WAITING * 3 / 4);
    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(all.stream().sorted(Waiting.ORDER).limit(50).toList());
  }

  @Test
  void tickets_that_others_hold_are_left_to_them() {
    List<Offer> offers =
        waiting.demands(department).stream()
            .map(d -> new Offer(d, List.of("anybody"), 50))
            .toList();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              List<Ticket> mine = waiting.lockNext(offers, 10, false);
              assertThat(mine).hasSize(10);
              QuarkusTransaction.requiringNew()
                  .run(
                      () ->
                          assertThat(waiting.lockNext(offers, 10, false))
                              .as("waits for nobody")
                              .isEmpty());
              QuarkusTransaction.requiringNew()
                  .run(
                      () ->
                          assertThat(waiting.lockNext(offers, 10, true))
                              .as("any of the next")
                              .isNotEmpty());
            });
  }

  private String plan(String statement, @Nullable Object... params) {
    return String.join(
        "\n", sql.list("EXPLAIN " + statement, row -> row.string("QUERY PLAN"), params));
  }
}
