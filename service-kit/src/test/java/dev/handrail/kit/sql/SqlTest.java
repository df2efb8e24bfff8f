package dev.handrail.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.kit.testing.Infrastructure;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;

class SqlTest {
  private static Sql sql = connected();

  private static Sql connected() {
    return new Sql(Databases.of(Infrastructure.newDatabase()));
  }

  @BeforeAll
  static void create() {
    sql.update("CREATE TABLE thing (id uuid CONSTRAINT thing_id PRIMARY KEY, n integer)");
  }

  @Test
  void values_of_every_kind_come_back_as_they_went() {
    UUID id = UUID.randomUUID();
    Instant time = Instant.parse("2026-03-29T01:30:00.123456Z");
    byte[] bytes = "ä".getBytes(StandardCharsets.UTF_8);

    sql.first(
        """
        SELECT ? AS text, ? AS id, ? AS time, ? AS whole, ? AS big, ? AS small, ? AS flag,
               ? AS bytes, ? ->> 'a' AS json
        """,
        row -> {
          assertThat(row.string("text")).isEqualTo("'; -- ü");
          assertThat(row.uuid("id")).isEqualTo(id);
          assertThat(row.instant("time")).isEqualTo(time);
          assertThat(row.intValue("whole")).isEqualTo(-7);
          assertThat(row.longValue("big")).isEqualTo(Long.MAX_VALUE);
          assertThat(row.intValue("small")).isEqualTo(3);
          assertThat(row.bool("flag")).isTrue();
          assertThat(row.bytes("bytes")).isEqualTo(bytes);
          assertThat(row.string("json")).isEqualTo("b");
          return row;
        },
        "'; -- ü",
        id,
        time,
        -7,
        Long.MAX_VALUE,
        (short) 3,
        true,
        bytes,
        new Json("{\"a\":\"b\"}"));
  }

  @Test
  void arrays_of_every_kind_arrive_as_such() {
    UUID id = UUID.randomUUID();
    Instant time = Instant.parse("2026-03-29T01:30:00.123456Z");

    List<String> rows =
        sql.list(
            """
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
              AS u(text, id, time, whole, big, small, flag, json)
            """,
            row -> {
              assertThat(row.uuid("id")).isEqualTo(id);
              assertThat(row.instant("time")).isEqualTo(time);
              assertThat(row.longValue("big")).isEqualTo(5L);
              assertThat(row.bool("flag")).isFalse();
              assertThat(row.string("json")).isEqualTo("{\"a\": \"{,}\"}");
              return row.string("text");
            },
            new String[] {"a,\"b\"{}"},
            new UUID[] {id},
            new Instant[] {time},
            new Integer[] {4},
            new Long[] {5L},
            new Short[] {(short) 6},
            new Boolean[] {false},
            new Json[] {new Json("{\"a\":\"{,}\"}")});

    assertThat(rows).containsExactly("a,\"b\"{}");
    assertThat(sql.list("SELECT ? AS tags", row -> row.strings("tags"), List.of("x", "y, z")))
        .containsExactly(List.of("x", "y, z"));
  }

  @Test
  void a_lone_array_is_one_parameter_and_not_the_list_of_all() {
    assertThat(
            sql.list(
                "SELECT unnest(?) AS name",
                row -> row.string("name"),
                (Object[]) new String[] {"a", "b"}))
        .containsExactly("a", "b");
  }

  @Test
  void null_is_a_value_of_any_type() {
    sql.first(
        "SELECT ?::text AS text, ?::uuid AS id, ?::integer AS n, ?::timestamptz AS time",
        row -> {
          assertThat(row.stringOrNull("text")).isNull();
          assertThat(row.uuidOrNull("id")).isNull();
          assertThat(row.intOrNull("n")).isNull();
          assertThat(row.longOrNull("n")).isNull();
          assertThat(row.instantOrNull("time")).isNull();
          assertThat(row.isNull("n")).isTrue();
          return row;
        },
        null,
        null,
        null,
        null);
  }

  @Test
  void a_null_where_a_value_is_needed_is_a_failure_and_not_a_zero() {
    for (RowMapper<?> mapper :
        List.<RowMapper<?>>of(
            row -> row.intValue("n"),
            row -> row.longValue("n"),
            row -> row.string("n"),
            row -> row.instant("t"),
            row -> row.bool("b"))) {
      assertThatThrownBy(
              () ->
                  sql.first(
                      "SELECT NULL::integer AS n, NULL::timestamptz AS t, NULL::boolean AS b",
                      mapper))
          .isInstanceOf(SqlFailure.class)
          .hasMessageContaining("is null");
    }
  }

  @Test
  void a_broken_unique_rule_tells_its_name() {
    UUID id = UUID.randomUUID();
    assertThat(sql.update("INSERT INTO thing (id, n) VALUES (?, ?)", id, 1)).isEqualTo(1);

    assertThatThrownBy(() -> sql.update("INSERT INTO thing (id) VALUES (?)", id))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            failure -> {
              assertThat(failure.isUniqueViolation()).isTrue();
              assertThat(failure.constraint()).isEqualTo("thing_id");
              assertThat(failure.isTransient()).isFalse();
            });
  }

  @Test
  void many_runs_of_one_statement_say_each_what_it_changed() {
    UUID one = UUID.randomUUID();
    UUID two = UUID.randomUUID();
    sql.updateAll(
        "INSERT INTO thing (id, n) VALUES (?, ?)",
        List.of(new Object[] {one, 1}, new Object[] {two, 2}));

    int[] changed =
        sql.updateAll(
            "UPDATE thing SET n = n + 10 WHERE id = ? AND n = ?",
            List.of(new Object[] {two, 2}, new Object[] {one, 5}, new Object[] {one, 1}));

    assertThat(changed).containsExactly(1, 0, 1);
    assertThat(sql.list("SELECT n FROM thing WHERE id IN (?, ?)", r -> r.intValue("n"), one, two))
        .containsExactlyInAnyOrder(11, 12);
  }

  @Test
  void one_of_many_that_breaks_a_rule_tells_which() {
    UUID id = UUID.randomUUID();

    assertThatThrownBy(
            () ->
                sql.updateAll(
                    "INSERT INTO thing (id, n) VALUES (?, ?)",
                    List.of(new Object[] {id, 1}, new Object[] {id, 2})))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            failure -> {
              assertThat(failure.isUniqueViolation()).isTrue();
              assertThat(failure.constraint()).isEqualTo("thing_id");
            });
  }

  @Test
  void what_has_no_sql_type_is_refused() {
    assertThatThrownBy(() -> sql.update("SELECT ?", new Object()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sql.update("SELECT ?", List.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "08006, true", "40001, true", "40P01, true", "53300, true", "53100, true", "55P03, true",
    "57P01, true", "57P03, true", "57014, true", "58030, true", "25006, true", "25P03, true",
    "23505, false", "22001, false", "42601, false", "55000, false", "25P02, false"
  })
  void a_state_says_whether_trying_again_can_help(String state, boolean helps) {
    assertThat(new SqlFailure(new SQLException("", state)).isTransient()).isEqualTo(helps);
  }

  @ParameterizedTest
  @NullSource
  void a_failure_before_the_server_was_reached_is_transient(String state) {
    assertThat(new SqlFailure(new SQLException("acquisition timeout", state)).isTransient())
        .isTrue();
  }

  @Test
  void the_failure_behind_others_is_found() {
    SQLException cause = new SQLException("", "40P01");
    RuntimeException hiding = new IllegalStateException("rolled back");
    hiding.addSuppressed(new IllegalArgumentException(cause));

    assertThat(SqlFailure.behind(new IllegalStateException(hiding)))
        .hasValueSatisfying(found -> assertThat(found.sqlState()).isEqualTo("40P01"));
    assertThat(SqlFailure.behind(new IllegalStateException("no database"))).isEmpty();
  }
}
