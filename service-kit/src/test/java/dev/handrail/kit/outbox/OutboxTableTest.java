package dev.handrail.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.sql.SqlFailure;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxTableTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void a_token_that_was_overtaken_reads_nothing_and_deletes_nothing() {
    RelayBench bench = new RelayBench();
    bench.append("faq-events", "a", 1);
    try (OutboxTable sleeper = new OutboxTable(bench.connections);
        OutboxTable successor = new OutboxTable(bench.connections)) {
      long old = sleeper.acquire("sleeper", LONG).orElseThrow();
      List<OutboxRow> rows = sleeper.fetch(old, List.of(), List.of(), List.of(), 10).rows();
      assertThat(rows).hasSize(1);
      List<Long> ids = rows.stream().map(OutboxRow::id).toList();
      bench.execute("UPDATE outbox_lease SET expires_at = clock_timestamp()");
      long token = successor.acquire("successor", LONG).orElseThrow();

      assertThat(token).isGreaterThan(old);
      assertThat(sleeper.renew(old, LONG)).isFalse();
      assertThat(sleeper.delete(old, ids)).isFalse();
      assertThat(sleeper.fetch(old, List.of(), List.of(), List.of(), 10))
          .isEqualTo(new OutboxTable.Batch(false, List.of()));
      sleeper.release(old);
      assertThat(sleeper.acquire("sleeper", LONG)).isEmpty();
      assertThat(bench.waiting()).isEqualTo(1);
      assertThat(successor.delete(token, ids)).isTrue();
      assertThat(bench.waiting()).isZero();
    }
  }

  @Test
  void a_lease_that_ran_out_gives_no_rights_until_it_is_prolonged() {
    RelayBench bench = new RelayBench();
    bench.append("faq-events", "a", 1);
    try (OutboxTable table = new OutboxTable(bench.connections)) {
      long token = table.acquire("late", LONG).orElseThrow();
      bench.execute("UPDATE outbox_lease SET expires_at = clock_timestamp()");

      assertThat(table.fetch(token, List.of(), List.of(), List.of(), 10).held()).isFalse();
      assertThat(table.delete(token, List.of(1L))).isFalse();
      assertThat(table.renew(token, LONG)).isTrue();
      assertThat(table.fetch(token, List.of(), List.of(), List.of(), 10).rows()).hasSize(1);
      assertThat(table.acquire("other", LONG)).isEmpty();

      table.release(token);
      assertThat(table.renew(token, LONG)).as("a lease that was given back").isFalse();
      assertThat(table.acquire("other", LONG)).hasValue(token + 1);
    }
  }

  @Test
  void a_fetch_leaves_out_what_is_in_hand_and_what_is_held_up() {
    RelayBench bench = new RelayBench();
    for (String key : List.of("a", "b", "c", "a", "d")) {
      bench.append("faq-events", key, 1);
    }
    bench.append("people", "d", 1);
    try (OutboxTable table = new OutboxTable(bench.connections)) {
      long token = table.acquire("test", LONG).orElseThrow();

      OutboxTable.Batch batch =
          table.fetch(
              token,
              List.of(2L),
              List.of("people"),
              List.of(new OutboxRow.Lane("faq-events", "a")),
              10);

      assertThat(batch.rows().stream().map(OutboxRow::key)).containsExactly("c", "d");
      assertThat(table.fetch(token, List.of(), List.of(), List.of(), 2).rows()).hasSize(2);
    }
  }

  /** Else a fetch takes seconds when some thousand rows are in hand: each one is passed over. */
  @Test
  void what_is_in_hand_is_parsed_once_and_not_for_each_row_that_is_passed_over() throws Exception {
    RelayBench bench = new RelayBench();
    List<String> plan = new ArrayList<>();
    try (Connection connection = bench.connections.open();
        Statement statement = connection.createStatement()) {
      AtomicInteger number = new AtomicInteger();
      String numbered =
          Pattern.compile("\\?")
              .matcher(OutboxTable.FETCH)
              .replaceAll(_ -> "\\$" + number.incrementAndGet());
      // The types that the driver gives to the parameters.
      statement.execute(
          "PREPARE fetching (bigint, varchar, text[], text[], integer) AS " + numbered);
      try (var lines =
          statement.executeQuery(
              "EXPLAIN (COSTS OFF) EXECUTE fetching (1, '{}', '{}', '{}', 10)")) {
        while (lines.next()) {
          plan.add(lines.getString(1));
        }
      }
    }
    assertThat(plan)
        .filteredOn(line -> line.contains("Filter:") && line.contains("<@"))
        .hasSize(1)
        .noneMatch(line -> line.contains("::int8multirange"));
  }

  @Test
  void a_failure_is_told_and_the_next_call_connects_anew() {
    RelayBench bench = new RelayBench();
    try (OutboxTable table = new OutboxTable(bench.connections)) {
      long token = table.acquire("test", LONG).orElseThrow();
      bench.ask(
          "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
              + " WHERE application_name = 'outbox relay' AND datname = current_database()");

      assertThatThrownBy(() -> table.renew(token, LONG))
          .isInstanceOfSatisfying(
              SqlFailure.class, failure -> assertThat(failure.isTransient()).isTrue());
      assertThat(table.renew(token, LONG)).isTrue();
    }
  }

  @Test
  void ranges_hold_the_ids_in_hand_and_no_other() {
    Random random = new Random(7);
    for (int tries = 0; tries < 300; tries++) {
      TreeSet<Long> inHand = new TreeSet<>();
      random.longs(random.nextInt(40), 1, 60).forEach(inHand::add);

      assertThat(idsIn(OutboxTable.ranges(inHand))).isEqualTo(inHand);
    }
  }

  private static Set<Long> idsIn(String multirange) {
    Set<Long> ids = new TreeSet<>();
    Matcher range = Pattern.compile("\\[(\\d+),(\\d+)]").matcher(multirange);
    while (range.find()) {
      LongStream.rangeClosed(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
          .forEach(ids::add);
    }
    return ids;
  }
}
