package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.AuditQueries.Filter;
import dev.handrail.ticket.adapter.persistence.AuditQueries.Origin;
import dev.handrail.ticket.adapter.persistence.AuditQueries.OriginPart;
import dev.handrail.ticket.application.port.TicketNumbers;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.AuditLine;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.Visibility;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit trail against a list of what was written, seeded; and what a page of it touches. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AuditQueriesTest {
  private static final long SEED = 20_261_127;
  private static final List<String> APPS = List.of("audit_a", "audit_b", "audit_c");
  private static final String MANY = "audit_many";
  private static final List<Actor> ACTORS =
      List.of(AuditTrail.CORA, AuditTrail.ADA, AuditTrail.TIMER);
  private static final List<AuditLine> WRITTEN = new ArrayList<>();
  private static final List<Ticket> DELETED = new ArrayList<>();

  /** As the database orders ids: byte by byte, unlike UUID.compareTo. */
  private static final Comparator<AuditLine> NEWEST_FIRST =
      Comparator.comparing((AuditLine l) -> l.entry().at())
          .thenComparing(l -> l.ticketId().toString())
          .thenComparing(AuditLine::sequence)
          .reversed();

  @Inject TicketRepository tickets;
  @Inject TicketNumbers numbers;
  @Inject AuditQueries queries;
  @Inject Seals seals;
  @Inject Sql sql;

  private final Random random = new Random(SEED);

  @BeforeEach
  void write() {
    if (!WRITTEN.isEmpty()) {
      return;
    }
    AuditTrail trail = new AuditTrail(tickets, numbers);
    for (int i = 0; i < 60; i++) {
      // Few moments, so that equal ones are frequent.
      int minute = random.nextInt(10);
      Ticket ticket = trail.opens(any(APPS), any(ACTORS), at(minute));
      for (int step = random.nextInt(5); step > 0; step--) {
        minute += random.nextInt(3);
        ticket =
            switch (random.nextInt(3)) {
              case 0 -> trail.says(ticket, Visibility.PUBLIC, any(ACTORS), at(minute));
              case 1 -> trail.says(ticket, Visibility.INTERNAL, any(ACTORS), at(minute));
              default ->
                  trail.prioritises(
                      ticket, any(List.of(Priority.values())), any(ACTORS), at(minute));
            };
      }
      if (i % 6 == 0) {
        DELETED.add(trail.deletes(ticket, any(ACTORS), at(minute)));
      }
    }
    WRITTEN.addAll(trail.lines());
  }

  @Test
  void the_trail_holds_what_apps_and_filter_include_newest_first_and_once() {
    assertFilters(queries, 200);
  }

  @Test
  void the_same_comes_in_more_pages_when_a_page_may_look_at_few_lines() {
    assertFilters(new AuditQueries(sql, seals, 7), 60);
  }

  private void assertFilters(AuditQueries asked, int cases) {
    Set<Integer> sizes = new HashSet<>();
    for (int i = 0; i < cases; i++) {
      Set<String> apps = new HashSet<>(List.of(any(APPS), any(APPS)));
      Filter filter = filter();

      List<AuditLine> listed = all(asked, apps, filter, 1 + random.nextInt(30));

      List<AuditLine> expected =
          WRITTEN.stream()
              .filter(l -> apps.contains(l.app()))
              .filter(passes(filter))
              .sorted(NEWEST_FIRST)
              .toList();
      assertThat(listed).as("%s %s", apps, filter).isEqualTo(expected);
      sizes.add(expected.size());
    }
    // The cases are worth something: none, few and many lines.
    assertThat(sizes).contains(0).anyMatch(n -> n > 0 && n < 10).anyMatch(n -> n > 50);
  }

  @Test
  void lines_of_a_deleted_ticket_are_found_by_its_id_and_by_its_number() {
    for (Ticket ticket : DELETED) {
      List<AuditLine> lines =
          WRITTEN.stream().filter(l -> l.ticketId().equals(ticket.id())).toList().reversed();
      Set<String> apps = Set.copyOf(APPS);
      assertThat(all(queries, apps, ofTicket(ticket.id().toString()), 3)).isEqualTo(lines);
      assertThat(all(queries, apps, ofTicket(ticket.number()), 3)).isEqualTo(lines);
      assertThat(all(queries, apps, ofTicket(ticket.number().toLowerCase(Locale.ROOT)), 3))
          .isEqualTo(lines);
    }
  }

  @Test
  void what_was_never_there_or_is_of_another_app_has_no_lines() {
    Ticket deleted = DELETED.getFirst();
    for (String ref : List.of("AUD-999999999", UuidV7.next().toString(), "x", "' OR 1=1 --")) {
      assertThat(all(queries, Set.copyOf(APPS), ofTicket(ref), 3)).isEmpty();
    }
    assertThat(all(queries, Set.of("audit_none"), ofTicket(deleted.number()), 3)).isEmpty();
    assertThat(all(queries, Set.of(), Filter.NONE, 3)).isEmpty();
  }

  @Test
  void new_lines_neither_move_nor_repeat_those_of_pages_already_read() {
    AuditTrail trail = new AuditTrail(tickets, numbers);
    String app = "audit_moving";
    Ticket ticket = trail.opens(app, AuditTrail.CORA, at(0));
    for (int i = 1; i < 30; i++) {
      ticket = trail.says(ticket, Visibility.INTERNAL, AuditTrail.ADA, at(i));
    }
    List<AuditLine> expected = trail.lines().reversed();

    List<AuditLine> read = new ArrayList<>();
    List<String> after = null;
    int minute = 30;
    do {
      var slice = queries.list(Set.of(app), Filter.NONE, 4, after);
      read.addAll(slice.lines());
      ticket = trail.says(ticket, Visibility.INTERNAL, AuditTrail.ADA, at(minute++));
      after = slice.next();
    } while (after != null);
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void a_page_touches_few_lines_however_many_there_are_and_however_deep_it_is() {
    fillMany();
    Filter actor = new Filter(null, "actor-7", Set.of(), null, null, null, null);
    Filter rare = new Filter(null, null, Set.of("rare"), null, null, null, null);
    Filter ranged = new Filter(null, null, Set.of(), null, null, at(100), at(20_000));
    for (Filter filter : List.of(Filter.NONE, actor, ranged)) {
      List<String> after = null;
      assertThat(touched(filter, null)).isLessThan(200);
      for (int i = 0; i < 3; i++) {
        after = queries.list(Set.of(MANY, "audit_a"), filter, 100, after).next();
      }
      assertThat(touched(filter, after)).as("deep %s", filter).isLessThan(200);
    }
    // Looked for on the way: a page has an end even where nothing is found.
    assertThat(touched(rare, null)).isLessThan(41_000);
    var first = queries.list(Set.of(MANY), rare, 20, null);
    assertThat(first.lines()).isEmpty();
    assertThat(first.next()).isNotNull();
    assertThat(all(queries, Set.of(MANY), rare, 20)).hasSize(1);
  }

  private long touched(Filter filter, @Nullable List<String> after) {
    SqlText text = queries.walk(Set.of(MANY, "audit_a"), filter, after).text(20);
    String plan =
        sql.first(
                "EXPLAIN (ANALYZE, FORMAT JSON) " + text.text(),
                row -> row.string("QUERY PLAN"),
                text.params())
            .orElseThrow();
    try {
      return ManyTicketsTest.touched(JsonColumns.read(plan).get(0).get("Plan"));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(plan, e);
    }
  }

  private void fillMany() {
    QuarkusTransaction.requiringNew()
        .timeout(60)
        .run(
            () ->
                sql.update(
                    """
                    INSERT INTO history (ticket_id, sequence, number, app, at, actor_id, actor_kind,
                      origin, action, changes)
                    SELECT uuidv7(interval '-1000 days' + (n / 100) * interval '1 minute'), n,
                      'MNA-' || lpad((n / 100)::text, 6, '0'), ?, ?::timestamptz + n * interval '1 minute',
                      'actor-' || n % 50, 'support_agent', 'api',
                      CASE WHEN n = 5 THEN 'rare' ELSE 'note_added' END, '[]'
                    FROM generate_series(1, 40000) n
                    """,
                    MANY, at(0)));
    sql.update("ANALYZE history");
  }

  private static List<AuditLine> all(
      AuditQueries asked, Set<String> apps, Filter filter, int limit) {
    List<AuditLine> all = new ArrayList<>();
    List<String> after = null;
    do {
      var slice = asked.list(apps, filter, limit, after);
      assertThat(slice.lines()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(slice.lines());
      after = slice.next();
    } while (after != null);
    return all;
  }

  private static Filter ofTicket(String ref) {
    return new Filter(ref, null, Set.of(), null, null, null, null);
  }

  private Filter filter() {
    Origin origin =
        switch (random.nextInt(8)) {
          case 0 -> new Origin(OriginPart.WAY, "api");
          case 1 -> new Origin(OriginPart.WAY, "job");
          case 2 -> new Origin(OriginPart.ADDRESS, "203.0.113.7");
          case 3 -> new Origin(OriginPart.REQUEST, "r-2");
          default -> null;
        };
    boolean ranged = random.nextInt(3) == 0;
    return new Filter(
        random.nextInt(6) > 0
            ? null
            : random.nextBoolean() ? any(WRITTEN).number() : any(WRITTEN).ticketId().toString(),
        random.nextInt(4) > 0 ? null : any(ACTORS).id(),
        random.nextInt(3) > 0
            ? Set.of()
            : Set.of(
                any(List.of("ticket_created", "note_added")),
                any(List.of("ticket_updated", "ticket_deleted", "never_done"))),
        random.nextInt(4) > 0 ? null : any(List.of("priority", "status", "low", "high")),
        origin,
        ranged ? at(random.nextInt(8)) : null,
        ranged ? at(4 + random.nextInt(12)) : null);
  }

  private static Predicate<AuditLine> passes(Filter f) {
    return l -> {
      HistoryEntry e = l.entry();
      Origin origin = f.origin();
      String[] parts = e.actor().origin().split(" ", -1);
      return (f.ticket() == null
              || f.ticket().equals(l.number())
              || f.ticket().equals(l.ticketId().toString()))
          && (f.actor() == null || f.actor().equals(e.actor().id()))
          && (f.actions().isEmpty() || f.actions().contains(e.action()))
          && (f.field() == null || e.changes().stream().anyMatch(c -> c.field().equals(f.field())))
          && (origin == null || origin.value().equals(part(parts, origin.part())))
          && (f.from() == null || !e.at().isBefore(f.from()))
          && (f.to() == null || e.at().isBefore(f.to()));
    };
  }

  private static String part(String[] parts, OriginPart part) {
    int place =
        switch (part) {
          case WAY -> 0;
          case ADDRESS -> 1;
          case REQUEST -> 2;
        };
    return place < parts.length ? parts[place] : "";
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Instant at(int minutes) {
    return Fixtures.NOON.plusSeconds(60L * minutes);
  }
}
