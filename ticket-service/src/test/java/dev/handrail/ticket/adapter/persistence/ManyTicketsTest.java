package dev.handrail.ticket.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.persistence.TicketQueries.AssigneeFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Counts;
import dev.handrail.ticket.adapter.persistence.TicketQueries.CustomFieldFilter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Filter;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Slice;
import dev.handrail.ticket.adapter.persistence.TicketQueries.Sort;
import dev.handrail.ticket.adapter.persistence.TicketQueries.SortKey;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.EscalateSince;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Ticket;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lists, counts and searches touch when there are many tickets: rows, not seconds. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class ManyTicketsTest {
  private static final int TICKETS = 40_000;
  private static final String APP = "many";
  private static final Scope WHOLE = new Scope(List.of(new Scope.WholeApp(APP)));
  private static final Scope AGENT =
      new Scope(
          List.of(
              new Scope.AssignedTo(APP, "agent-3"),
              new Scope.Unassigned(APP, false),
              new Scope.OfDepartment(APP, "d7")));

  @Inject Sql sql;
  @Inject TicketQueries queries;

  @BeforeEach
  void fill() {
    boolean filled =
        sql.first(
                "SELECT EXISTS (SELECT FROM ticket WHERE app = ?) AS filled",
                row -> row.bool("filled"),
                APP)
            .orElseThrow();
    if (!filled) {
      QuarkusTransaction.requiringNew().timeout(120).run(this::insert);
      sql.update("ANALYZE ticket");
      sql.update("ANALYZE message");
    }
  }

  /** Tickets a minute apart; one in a hundred still active, one in ten without an agent. */
  private void insert() {
    sql.update(
        """
        INSERT INTO ticket (id, number, app, customer_id, customer_kind, opener_id, opener_kind,
          source, subject, category, department, language, priority, tags, custom_fields,
          description, status, assignee_id, escalation_level, response_due_at,
          response_at_risk_at, response_stopped_at, resolution_due_at, resolution_at_risk_at,
          resolution_stopped_at, sla_due_at, message_count, customer_unread, staff_unread,
          customer_read_up_to, staff_read_up_to, created_at, updated_at, public_updated_at,
          version, event_sequence)
        SELECT uuidv7((n - 100000) * interval '1 minute'), 'MNY-' || lpad(n::text, 6, '0'), ?,
          'c' || n % 5000, 'customer', 'c' || n % 5000, 'customer', 'web', 'Subject ' || n,
          CASE WHEN n % 20000 = 7 THEN 'rare' ELSE 'often' END, 'd' || n % 8, 'en', n % 4,
          ARRAY['t' || n % 10000],
          jsonb_build_object('flat', n % 10000, 'kind', 'k' || n % 2), 'plain',
          CASE WHEN n % 100 = 0 THEN 'open' ELSE 'closed' END,
          CASE WHEN n % 10 > 0 THEN 'agent-' || n % 7 END, 0, at, at,
          CASE WHEN n % 100 > 0 THEN at END, at, at, CASE WHEN n % 100 > 0 THEN at END,
          CASE WHEN n % 100 = 0 THEN at END, 1, 0, 0, 0, 0, at, at, at, 1, 1
        FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 minute' AS at
              FROM generate_series(1, ?) n) g
        """,
        APP, TICKETS);
    sql.update(
        """
        INSERT INTO message (ticket_id, position, id, author_id, author_kind, text, format,
          visibility, created_at, search)
        SELECT t.id, 1, gen_random_uuid(), t.customer_id, 'customer', 'plain', 'text', 'public',
          t.created_at,
          search_document('plain words everywhere ' || (n % 3) || CASE WHEN n % 13333 = 1 THEN ' zebra' ELSE '' END,
            ARRAY[chr(1) || 'customer:' || t.app || ':' || t.customer_id,
                  chr(1) || 'category:' || t.app || ':' || t.category, chr(1) || 'tag:' || t.tags[1],
                  chr(1) || 'field:' || t.app || ':flat=' || n % 10000,
                  chr(1) || 'field:' || t.app || ':kind=k' || n % 2])
        FROM (SELECT *, substr(number, 5)::int AS n FROM ticket WHERE app = ?) t
        """,
        APP);
  }

  @ParameterizedTest(name = "{0} {1} {2} of {3}")
  @CsvSource({
    "UPDATED_AT, true, whole",
    "UPDATED_AT, false, whole",
    "CREATED_AT, true, whole",
    "CREATED_AT, false, whole",
    "PRIORITY, true, whole",
    "SLA_DUE_AT, false, whole",
    "UPDATED_AT, true, agent",
    "UPDATED_AT, false, agent"
  })
  void a_page_deep_down_touches_as_few_rows_as_the_first(
      SortKey key, boolean descending, String who) {
    Scope scope = who.equals("whole") ? WHOLE : AGENT;
    Sort sort = new Sort(key, descending);
    long first = rowsTouched(scope, sort, null);
    long deep = rowsTouched(scope, sort, positionAt(scope, sort, 4_000));

    // 21 keys and their rows from each branch, and what one look beside costs; not thousands.
    assertThat(first).isLessThan(600);
    assertThat(deep).isLessThan(600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "agent", "customer"})
  void a_list_is_planned_once_for_all_values_and_that_plan_touches_few_rows(String who) {
    Scope scope =
        switch (who) {
          case "whole" -> WHOLE;
          case "agent" -> AGENT;
          default -> new Scope(List.of(new Scope.OfCustomer(APP, "c42")));
        };
    boolean staff = !who.equals("customer");
    Sort sort = new Sort(SortKey.UPDATED_AT, true);
    SqlText text =
        TicketQueries.pageText(
            queries.selection(scope, staff, Filter.NONE),
            TicketQueries.order(sort, staff, null),
            21);

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              // The driver prepares what comes for the fifth time; the server then makes five
              // plans for given values before it compares them with one for all.
              for (int i = 0; i < 12; i++) {
                queries.list(scope, staff, Filter.NONE, sort, 20, null);
              }
              assertThat(plansForAllValues(text)).isPositive();
            });
    assertThat(rowsTouchedByPlanForAllValues(text)).isLessThan(600);
  }

  private long plansForAllValues(SqlText text) {
    String prepared = numbered(text);
    return sql
        .list(
            "SELECT statement, generic_plans FROM pg_prepared_statements",
            row -> row.string("statement").equals(prepared) ? row.longValue("generic_plans") : 0)
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private long rowsTouchedByPlanForAllValues(SqlText text) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              sql.update("SET LOCAL plan_cache_mode = force_generic_plan");
              sql.update("PREPARE page AS " + numbered(text));
              String values =
                  Stream.of(text.params())
                      .map(value -> "'" + value + "'")
                      .collect(Collectors.joining(", "));
              long touched = rowsTouched(new SqlText().add("EXECUTE page (" + values + ")"));
              sql.update("DEALLOCATE page");
              return touched;
            });
  }

  /** With parameters as the driver writes them. */
  private static String numbered(SqlText text) {
    AtomicInteger number = new AtomicInteger();
    return Pattern.compile("\\?")
        .matcher(text.text())
        .replaceAll(found -> "\\$" + number.incrementAndGet());
  }

  @Test
  void few_open_tickets_among_many_closed_ones_are_found_without_reading_those() {
    Filter open = filter(Set.of(Status.OPEN), null, null, null, null);
    Sort sort = new Sort(SortKey.UPDATED_AT, true);

    assertThat(rowsTouched(WHOLE, open, sort, null)).isLessThan(600);
    assertThat(queries.list(WHOLE, true, open, sort, 20, null).tickets())
        .hasSize(20)
        .allMatch(t -> t.status() == Status.OPEN);
  }

  @Test
  void a_rare_tag_or_category_is_found_without_reading_the_others() {
    Sort sort = new Sort(SortKey.UPDATED_AT, true);
    Filter tagged = filter(Set.of(), null, "t77", null, null);
    Filter categorised = filter(Set.of(), "rare", null, null, null);

    assertThat(rowsTouched(WHOLE, tagged, sort, null)).isLessThan(600);
    assertThat(numbers(queries.list(WHOLE, true, tagged, sort, 20, null)))
        .containsExactly("MNY-030077", "MNY-020077", "MNY-010077", "MNY-000077");
    assertThat(rowsTouched(WHOLE, categorised, sort, null)).isLessThan(600);
    assertThat(numbers(queries.list(WHOLE, true, categorised, sort, 20, null)))
        .containsExactly("MNY-020007", "MNY-000007");
  }

  @Test
  void a_rare_value_of_a_custom_field_is_found_without_reading_the_others() {
    Sort sort = new Sort(SortKey.UPDATED_AT, true);
    Filter rare = fields(new CustomFieldFilter("flat", "77"));
    Filter both = fields(new CustomFieldFilter("kind", "k1"), new CustomFieldFilter("flat", "77"));
    Filter none = fields(new CustomFieldFilter("kind", "k0"), new CustomFieldFilter("flat", "77"));

    assertThat(rowsTouched(WHOLE, rare, sort, null)).isLessThan(600);
    assertThat(rowsTouched(AGENT, rare, sort, null)).isLessThan(600);
    assertThat(rowsTouched(WHOLE, both, sort, null)).isLessThan(600);
    assertThat(numbers(queries.list(WHOLE, true, rare, sort, 20, null)))
        .containsExactly("MNY-030077", "MNY-020077", "MNY-010077", "MNY-000077");
    assertThat(numbers(queries.list(WHOLE, true, both, sort, 20, null))).hasSize(4);
    assertThat(queries.counts(WHOLE, true, rare).total()).isEqualTo(4);
    assertThat(numbers(queries.list(WHOLE, true, none, sort, 20, null))).isEmpty();
  }

  @Test
  void a_common_value_of_a_custom_field_is_met_on_the_way_through_the_list() {
    Sort sort = new Sort(SortKey.UPDATED_AT, true);
    Filter common = fields(new CustomFieldFilter("kind", "k1"));

    Slice first = queries.list(WHOLE, true, common, sort, 20, null);
    assertThat(numbers(first)).hasSize(20).startsWith("MNY-039999", "MNY-039997");
    Slice second = queries.list(WHOLE, true, common, sort, 20, first.next());
    assertThat(numbers(second)).hasSize(20).startsWith("MNY-039959");
    assertThat(rowsTouched(WHOLE, common, sort, null)).isLessThan(1_000);
    assertThat(rowsTouched(WHOLE, common, sort, positionAt(WHOLE, sort, 4_000))).isLessThan(1_000);
    // Every second ticket has it, so that twice as many are looked at, and no others.
    assertThat(rowsCounted(WHOLE, common, sort, 5_000)).isLessThan(12_000);
    assertThat(queries.counts(WHOLE, true, common).capped()).isTrue();
    assertThat(queries.counts(WHOLE, true, common).total()).isEqualTo(10_000);
  }

  @Test
  void a_rare_word_is_found_and_a_common_one_is_walked_to_in_the_order_of_the_list() {
    Sort sort = new Sort(SortKey.UPDATED_AT, true);

    assertThat(numbers(queries.list(WHOLE, true, text("zebra"), sort, 20, null)))
        .containsExactly("MNY-040000", "MNY-026667", "MNY-013334", "MNY-000001");

    assertThat(queries.selection(WHOLE, true, text("everywhere")).isWalk()).isTrue();
    Slice common = queries.list(WHOLE, true, text("everywhere"), sort, 20, null);
    assertThat(numbers(common)).hasSize(20).startsWith("MNY-040000", "MNY-039999");
    Slice more = queries.list(WHOLE, true, text("everywhere"), sort, 20, common.next());
    assertThat(numbers(more)).hasSize(20).startsWith("MNY-039980");
    assertThat(rowsTouched(WHOLE, text("everywhere"), sort, common.next())).isLessThan(1_000);
  }

  @Test
  void a_customer_finds_a_common_word_in_all_of_its_own_tickets_and_in_no_others() {
    Scope own = new Scope(List.of(new Scope.OfCustomer(APP, "c42")));
    Sort sort = new Sort(SortKey.CREATED_AT, false);

    assertThat(numbers(queries.list(own, false, text("plain everywhere"), sort, 20, null)))
        .hasSize(8)
        .startsWith("MNY-000042", "MNY-005042");
    assertThat(queries.counts(own, false, text("plain everywhere")).total()).isEqualTo(8);
  }

  @Test
  void counts_are_exact_to_ten_thousand_and_say_when_they_are_not() {
    Counts all = queries.counts(WHOLE, true, Filter.NONE);
    assertThat(all.capped()).isTrue();
    assertThat(all.total()).isEqualTo(10_000);
    assertThat(all.byStatus().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(10_000);

    Counts open = queries.counts(WHOLE, true, filter(Set.of(Status.OPEN), null, null, null, null));
    assertThat(open.capped()).isFalse();
    assertThat(open.total()).isEqualTo(TICKETS / 100);
    assertThat(open.overdue()).isEqualTo(TICKETS / 100);

    Filter ofOne = filter(Set.of(), null, null, new AssigneeFilter.Agent("agent-1"), null);
    assertThat(queries.counts(WHOLE, true, ofOne).capped()).isFalse();
  }

  @Test
  void exactly_ten_thousand_are_not_capped() {
    Filter range =
        filter(
            Set.of(),
            null,
            null,
            null,
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * 30_001));

    assertThat(queries.counts(WHOLE, true, range).total()).isEqualTo(10_000);
    assertThat(queries.counts(WHOLE, true, range).capped()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void a_job_reads_none_of_what_has_ended(Job job) {
    for (EscalateSince since : EscalateSince.values()) {
      AppProfile profile =
          Fixtures.timed(Fixtures.profile(APP, "MNY", Status.values()), since, Duration.ofDays(2));
      Instant now = Instant.parse("2026-12-01T00:00:00Z");
      // There are 400 active ones.
      assertThat(rowsTouched(SqlDueTickets.text(job, profile, now, null, 20))).isLessThan(600);
    }
  }

  private List<String> positionAt(Scope scope, Sort sort, int place) {
    List<String> after = null;
    for (int i = 0; i < place / 1_000; i++) {
      after = queries.list(scope, true, Filter.NONE, sort, 1_000, after).next();
    }
    return after;
  }

  private long rowsTouched(Scope scope, Sort sort, @Nullable List<String> after) {
    return rowsTouched(scope, Filter.NONE, sort, after);
  }

  /** Rows that scans have given or thrown away, by the database's own account. */
  private long rowsTouched(Scope scope, Filter filter, Sort sort, @Nullable List<String> after) {
    TicketSelection selection = queries.selection(scope, true, filter);
    return rowsTouched(TicketQueries.pageText(selection, order(sort, after), 21));
  }

  /** The same of as many tickets as are counted. */
  private long rowsCounted(Scope scope, Filter filter, Sort sort, int limit) {
    SqlText text = new SqlText();
    queries.selection(scope, true, filter).firstOf(text, "t.id", order(sort, null), limit);
    return rowsTouched(text);
  }

  private long rowsTouched(SqlText text) {
    String plan =
        sql.first(
                "EXPLAIN (ANALYZE, FORMAT JSON) " + text.text(),
                row -> row.string("QUERY PLAN"),
                text.params())
            .orElseThrow();
    try {
      return touched(JsonColumns.read(plan).get(0).get("Plan"));
    } catch (SQLException e) {
      throw new IllegalStateException(plan, e);
    }
  }

  private static TicketSelection.Order order(Sort sort, @Nullable List<String> after) {
    if (sort.key() != SortKey.SLA_DUE_AT) {
      return TicketQueries.order(sort, true, after);
    }
    return after == null
        ? new TicketSelection.Order(
            "t.sla_due_at", " AND t.sla_due_at IS NOT NULL", sort.descending(), null)
        : new TicketSelection.Order(
            "t.created_at",
            " AND t.sla_due_at IS NULL",
            sort.descending(),
            new TicketSelection.Position(
                Instant.parse(after.get(1)), UUID.fromString(after.get(2))));
  }

  static long touched(JsonNode node) {
    double rows = 0;
    if (node.path("Node Type").asText().contains("Scan")) {
      rows +=
          (node.path("Actual Rows").asDouble()
                  + node.path("Rows Removed by Filter").asDouble()
                  + node.path("Rows Removed by Index Recheck").asDouble())
              * node.path("Actual Loops").asDouble();
    }
    for (JsonNode child : node.path("Plans")) {
      rows += touched(child);
    }
    return Math.round(rows);
  }

  private static List<String> numbers(Slice slice) {
    return slice.tickets().stream().map(Ticket::number).toList();
  }

  private static Filter fields(CustomFieldFilter... fields) {
    return new Filter(
        Set.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(fields));
  }

  private static Filter text(String words) {
    return new Filter(
        Set.of(), null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, words);
  }

  private static Filter filter(
      Set<Status> statuses,
      @Nullable String category,
      @Nullable String tag,
      @Nullable AssigneeFilter assignee,
      @Nullable Instant createdFrom) {
    return new Filter(
        statuses,
        category,
        null,
        null,
        assignee,
        null,
        null,
        tag,
        null,
        null,
        null,
        createdFrom,
        null,
        null,
        null,
        null);
  }
}
