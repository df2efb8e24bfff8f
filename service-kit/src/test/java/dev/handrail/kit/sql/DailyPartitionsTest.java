package dev.handrail.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.kit.testing.Infrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DailyPartitionsTest {
  private static final Instant NOW = Instant.parse("2026-03-10T13:00:00Z");

  private final Infrastructure.Database database = Infrastructure.newDatabase();
  private final Sql sql = new Sql(Databases.of(database));

  @BeforeEach
  void migrate() throws IOException {
    sql.update(resource("/db/kit/V0_2__inbox.sql"));
    sql.update(resource("/db/kit/V0_3__idempotency.sql"));
  }

  @Test
  void days_are_made_ahead_and_for_what_a_topic_may_still_hold() {
    on(NOW).maintain();

    assertThat(partitions("inbox"))
        .hasSize(12)
        .startsWith("inbox_20260303")
        .contains("inbox_20260310", "inbox_default")
        .doesNotContain("inbox_20260314");
    assertThat(partitions("idempotency"))
        .containsExactly(
            "idempotency_20260310",
            "idempotency_20260311",
            "idempotency_20260312",
            "idempotency_20260313",
            "idempotency_default");
  }

  @Test
  void rows_stand_in_the_partition_of_the_day_in_their_id() {
    on(NOW).maintain();
    insert(id("2026-03-09T23:59:59.999Z"));
    insert(id("2026-03-10T00:00:00Z"));
    insert(id("2026-03-20T00:00:00Z"));
    insert(UUID.fromString("00000000-0000-4000-8000-000000000000"));

    assertThat(
            sql.list(
                "SELECT tableoid::regclass::text AS t FROM inbox ORDER BY event_id",
                row -> row.string("t")))
        .containsExactly("inbox_default", "inbox_20260309", "inbox_20260310", "inbox_default");
  }

  @Test
  void doing_it_again_changes_nothing() {
    on(NOW).maintain();
    List<String> before = partitions("inbox");
    on(NOW.plus(Duration.ofHours(1))).maintain();

    assertThat(partitions("inbox")).isEqualTo(before);
  }

  @Test
  void days_past_the_retention_are_dropped_and_the_last_day_of_it_is_kept() {
    on(NOW).maintain();
    insert(id("2026-03-03T12:00:00Z"));
    Instant lastDay = NOW.plus(Duration.ofDays(DailyPartitions.INBOX_DAYS - 7));
    on(lastDay).maintain();
    assertThat(partitions("inbox")).contains("inbox_20260303");
    assertThat(count()).isEqualTo(1);

    on(lastDay.plus(Duration.ofDays(1))).maintain();

    assertThat(partitions("inbox")).doesNotContain("inbox_20260303").contains("inbox_20260304");
    assertThat(count()).isZero();
    assertThat(partitions("idempotency")).hasSize(6);
  }

  @Test
  void rows_that_came_before_their_day_was_made_move_into_it_and_still_count_as_seen() {
    on(NOW).maintain();
    UUID early = id("2026-03-15T08:00:00Z");
    insert(early);
    assertThat(insert(early)).isZero();

    on(NOW.plus(Duration.ofDays(3))).maintain();

    assertThat(sql.list("SELECT tableoid::regclass::text AS t FROM inbox", row -> row.string("t")))
        .containsExactly("inbox_20260315");
    assertThat(insert(early)).isZero();
  }

  @Test
  void ids_of_another_kind_are_forgotten_by_the_time_they_came() {
    on(NOW).maintain();
    insert(UUID.randomUUID());
    UUID kept = UUID.randomUUID();
    insert(kept);
    sql.update("UPDATE inbox SET received_at = ? WHERE event_id <> ?", NOW, kept);

    on(NOW.plus(Duration.ofDays(DailyPartitions.INBOX_DAYS + 1))).maintain();

    assertThat(sql.list("SELECT event_id FROM inbox", row -> row.uuid("event_id")))
        .containsExactly(kept);
  }

  @Test
  void replicas_that_do_it_at_once_do_not_get_in_each_others_way() {
    List<CompletableFuture<Void>> replicas = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      replicas.add(CompletableFuture.runAsync(() -> on(NOW).maintain()));
    }
    replicas.forEach(CompletableFuture::join);

    assertThat(partitions("inbox")).hasSize(12);
  }

  @Test
  void a_table_in_use_is_not_waited_for_for_long() throws SQLException {
    Instant muchLater = NOW.plus(Duration.ofDays(DailyPartitions.INBOX_DAYS + 10));
    on(NOW).maintain();
    try (Connection reader = database.connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("SELECT FROM inbox");

      assertThatThrownBy(() -> on(muchLater).maintain())
          .isInstanceOfSatisfying(
              SqlFailure.class, failure -> assertThat(failure.isTransient()).isTrue());
    }
    on(muchLater).maintain();
    assertThat(partitions("inbox")).hasSize(12).doesNotContain("inbox_20260313");
  }

  @Test
  void a_service_without_these_tables_is_left_alone() {
    Sql empty = new Sql(Databases.of(Infrastructure.newDatabase()));
    new DailyPartitions(Databases.of(Infrastructure.newDatabase()), Clock.systemUTC()).maintain();

    assertThat(empty.list("SELECT 1 AS n FROM pg_partitioned_table", row -> row.intValue("n")))
        .isEmpty();
  }

  @Test
  void the_inbox_remembers_longer_than_topic_and_dead_letters_can_bring_an_event_again()
      throws IOException {
    JsonNode topics = new ObjectMapper().readTree(resource("/contracts/topics.json"));
    Duration live = Duration.ZERO;
    Duration dead = Duration.ZERO;
    for (JsonNode topic : topics) {
      Duration kept = Duration.ofMillis(topic.get("retentionMs").asLong());
      if (topic.get("name").asText().endsWith(".dlq")) {
        dead = kept.compareTo(dead) > 0 ? kept : dead;
      } else if (topic.get("cleanupPolicy").asText().equals("delete")) {
        live = kept.compareTo(live) > 0 ? kept : live;
      }
    }

    assertThat(live).isPositive();
    // Kafka drops whole segments, which may hold events of seven days.
    Duration comesAgain = live.plus(dead).plus(Duration.ofDays(7 + 7));
    assertThat(Duration.ofDays(DailyPartitions.INBOX_DAYS)).isGreaterThan(comesAgain);
  }

  private DailyPartitions on(Instant time) {
    return new DailyPartitions(Databases.of(database), Clock.fixed(time, ZoneOffset.UTC));
  }

  private int insert(UUID id) {
    return sql.update(
        "INSERT INTO inbox (consumer, event_id) VALUES ('test', ?) ON CONFLICT DO NOTHING", id);
  }

  private int count() {
    return sql.first("SELECT count(*) AS n FROM inbox", row -> row.intValue("n")).orElseThrow();
  }

  private static UUID id(String time) {
    return new UUID(Instant.parse(time).toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
  }

  private List<String> partitions(String table) {
    return sql.list(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits"
            + " WHERE inhparent = to_regclass(?) ORDER BY 1",
        row -> row.string("name"),
        table);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DailyPartitionsTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
