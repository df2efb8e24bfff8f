package dev.handrail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorTest {

  private static final String LOG =
      """
      @@71@@ticket@@ LOG:  execute S_1: SELECT pg_try_advisory_xact_lock($1)
      @@71@@ticket@@ DETAIL:  Parameters: $1 = '42'
      @@72@@notification@@ LOG:  execute S_9: SELECT another_database
      @@71@@ticket@@ LOG:  statement: COMMIT
      @@71@@ticket@@ LOG:  execute S_2/C_3: INSERT INTO t (a, b)
      \tVALUES ($1, $2)
      @@71@@ticket@@ DETAIL:  Parameters: $1 = 'it''s', $2 = NULL
      @@71@@ticket@@ LOG:  execute S_3: SELECT now()
      """;

  @TempDir Path folder;

  @Test
  void statements_are_read_with_their_parameters_and_of_one_database_alone() {
    assertThat(StatementLog.parse(LOG, "ticket"))
        .containsExactly(
            new Floor.Statement("SELECT pg_try_advisory_xact_lock($1)", List.of("42")),
            new Floor.Statement(
                "INSERT INTO t (a, b)\nVALUES ($1, $2)", Arrays.asList("it's", null)),
            new Floor.Statement("SELECT now()", List.of()));
  }

  @Test
  void the_seconds_in_which_statements_were_prepared_do_not_count() {
    assertThat(
            Floor.warmRate(
                """
                progress: 1.0 s, 20.0 tps, lat 9.1 ms stddev 1.0, 0 failed
                progress: 4.0 s, 90.0 tps, lat 9.1 ms stddev 1.0, 0 failed
                progress: 5.0 s, 300.0 tps, lat 9.1 ms stddev 1.0, 0 failed
                progress: 6.0 s, 500.0 tps, lat 9.1 ms stddev 1.0, 0 failed
                tps = 227.500000 (without initial connection time)
                """))
        .isEqualTo(400);
  }

  @Test
  void a_script_holds_the_parameters_as_literals_without_bare_colons() throws IOException {
    var statement =
        new Floor.Statement(
            "SELECT *\n  FROM t -- all\n WHERE a = $1::jsonb AND b = $2",
            Arrays.asList("{\"a\":1}", null));

    String script = Files.readString(new Floor(folder).script("s", List.of(statement), false));

    assertThat(script)
        .isEqualTo("SELECT * FROM t WHERE a = U&'{\"a\"\\003a1}'::jsonb AND b = NULL;\n");
  }

  @Test
  void an_id_that_occurs_twice_is_replaced_by_one_fresh_id() throws IOException {
    String id = "01a2b3c4-0000-7000-8000-000000000001";
    String other = "01a2b3c4-0000-7000-8000-000000000002";
    var statements =
        List.of(
            new Floor.Statement("INSERT INTO t VALUES ($1, $2)", List.of(id, other)),
            new Floor.Statement("INSERT INTO m VALUES ($1)", List.of(id)));

    List<String> lines = Files.readAllLines(new Floor(folder).script("s", statements, true));

    assertThat(lines).hasSize(5).startsWith("\\set r random(1, 9000000000000000)", "BEGIN;");
    String first = lines.get(2).replaceAll("INSERT INTO t VALUES \\((.*?::uuid), .*", "$1");
    assertThat(lines.get(3)).isEqualTo("INSERT INTO m VALUES (" + first + ");");
    assertThat(lines.get(2)).contains("'0'), 1, 19").contains("'1'), 1, 19").doesNotContain(id);
    assertThat(lines.getLast()).isEqualTo("COMMIT;");
  }

  @Test
  void a_percentile_is_a_value_that_was_measured() {
    double[] sorted = {1, 2, 3, 4};
    assertThat(OpenLoop.percentile(sorted, 50)).isEqualTo(2);
    assertThat(OpenLoop.percentile(sorted, 99)).isEqualTo(4);
    assertThat(OpenLoop.percentile(new double[0], 50)).isNaN();
  }
}
