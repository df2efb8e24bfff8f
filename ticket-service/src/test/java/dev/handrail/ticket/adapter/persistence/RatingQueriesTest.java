package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.RatingQueries.Filter;
import dev.handrail.ticket.adapter.persistence.RatingQueries.Rated;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Rating;
import dev.handrail.ticket.domain.Ticket;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ratings against what is known of the same tickets, seeded; and what a page touches. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RatingQueriesTest {
  private static final long SEED = 20_261_128;
  private static final List<String> APPS = List.of("rated_a", "rated_b", "rated_c");
  private static final List<Ticket> STORED = new ArrayList<>();

  private static final Comparator<Ticket> NEWEST_FIRST =
      Comparator.comparing((Ticket t) -> rating(t).at())
          .thenComparing(t -> t.id().toString())
          .reversed();

  @Inject TicketRepository tickets;
  @Inject RatingQueries queries;
  @Inject Sql sql;

  private final GeneratedTickets generated = new GeneratedTickets(SEED, APPS);
  private final Random random = new Random(SEED);

  @BeforeEach
  void fill() {
    if (STORED.isEmpty()) {
      for (int i = 0; i < 300; i++) {
        Ticket ticket = generated.next();
        QuarkusTransaction.requiringNew().run(() -> tickets.save(GeneratedTickets.opening(ticket)));
        STORED.add(ticket);
      }
      sql.update(
          "UPDATE ticket SET rating_comment = 'because' WHERE app = ANY (?) AND rating < 3",
          (Object) APPS.toArray(String[]::new));
    }
  }

  @Test
  void the_list_holds_what_apps_and_filter_include_newest_first_and_once() {
    assertFilters(queries, 150);
  }

  @Test
  void the_same_comes_in_more_pages_when_a_page_may_look_at_few_ratings() {
    assertFilters(new RatingQueries(sql, 5), 60);
  }

  private void assertFilters(RatingQueries asked, int cases) {
    Set<Integer> sizes = new HashSet<>();
    for (int i = 0; i < cases; i++) {
      Set<String> apps = new HashSet<>(List.of(generated.any(APPS), generated.any(APPS)));
      Filter filter = filter();
      List<UUID> expected =
          STORED.stream()
              .filter(t -> t.rating() != null && apps.contains(t.app()))
              .filter(passes(filter))
              .sorted(NEWEST_FIRST)
              .map(Ticket::id)
              .toList();
      assertThat(all(asked, apps, filter, 1 + random.nextInt(20)))
          .as("%s %s", apps, filter)
          .isEqualTo(expected);
      sizes.add(expected.size());
    }
    assertThat(sizes).contains(0).anyMatch(n -> n > 0 && n < 5).anyMatch(n -> n > 20);
  }

  @Test
  void a_page_touches_few_rows_though_most_tickets_are_not_rated() throws SQLException {
    SqlText text =
        queries.walk(Set.copyOf(APPS), new Filter(Set.of(), false, null, null, null), null).text(5);
    String plan =
        sql.first(
                "EXPLAIN (ANALYZE, FORMAT JSON) " + text.text(),
                row -> row.string("QUERY PLAN"),
                text.params())
            .orElseThrow();
    assertThat(plan).contains("ticket_rated");
    assertThat(ManyTicketsTest.touched(JsonColumns.read(plan).get(0).get("Plan"))).isLessThan(100);
  }

  private static List<UUID> all(RatingQueries asked, Set<String> apps, Filter filter, int limit) {
    List<UUID> all = new ArrayList<>();
    List<String> after = null;
    do {
      var slice = asked.list(apps, filter, limit, after);
      assertThat(slice.ratings()).hasSizeLessThanOrEqualTo(limit);
      slice.ratings().stream().map(Rated::ticketId).forEach(all::add);
      after = slice.next();
    } while (after != null);
    return all;
  }

  private Filter filter() {
    boolean ranged = random.nextInt(3) == 0;
    Instant from = generated.moment();
    return new Filter(
        random.nextInt(3) > 0 ? Set.of() : Set.of(1 + random.nextInt(5)),
        random.nextInt(3) == 0,
        random.nextInt(4) > 0 ? null : generated.any(List.of("ada", "bob", "nobody")),
        ranged ? from : null,
        ranged ? from.plusSeconds(40_000) : null);
  }

  private static Predicate<Ticket> passes(Filter f) {
    return t ->
        (f.stars().isEmpty() || f.stars().contains(rating(t).stars()))
            && (!f.commentedOnly() || rating(t).stars() < 3)
            && (f.agent() == null || t.isAssignedTo(agent(f)))
            && (f.from() == null || !rating(t).at().isBefore(f.from()))
            && (f.to() == null || rating(t).at().isBefore(f.to()));
  }

  private static String agent(Filter f) {
    return Objects.requireNonNull(f.agent());
  }

  private static Rating rating(Ticket t) {
    @Nullable Rating rating = t.rating();
    return Objects.requireNonNull(rating);
  }
}
