package dev.handrail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.embedded.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir private Path folder;

  @Test
  void a_second_server_runs_on_what_the_first_one_had_and_leaves_it_alone() throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (PostgresServer running = PostgresServer.start(first, 0);
        Connection there = running.connect("postgres")) {
      execute(there, "CREATE TABLE kept AS SELECT n FROM generate_series(1, 10000) n");
      Backup.copy(there, first, second);
      execute(there, "DELETE FROM kept WHERE n > 10");

      try (PostgresServer copy = PostgresServer.start(second, 0);
          Connection here = copy.connect("postgres")) {
        assertThat(rows(here)).isEqualTo(10_000);
        execute(here, "TRUNCATE kept");
      }
      assertThat(rows(there)).isEqualTo(10);
    }
  }

  private static long rows(Connection server) throws SQLException {
    try (var statement = server.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM kept")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection server, String sql) throws SQLException {
    try (var statement = server.createStatement()) {
      statement.execute(sql);
    }
  }
}
