package dev.handrail.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir Path folder;

  @Test
  void it_is_durable_local_and_speaks_unicode() throws Exception {
    try (var server = PostgresServer.start(folder, 0)) {
      server.createDatabase("ticket");
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(server, "SHOW max_connections")).isEqualTo("200");
      assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(server, "SELECT lower('ÄÖÜ Ж')")).isEqualTo("äöü ж");
      assertThat(ask(server, "SELECT to_tsvector('simple', 'ÄRGER')")).isEqualTo("'ärger':1");
    }
  }

  @Test
  void data_survive_a_clean_stop_and_a_kill_of_the_postmaster() throws Exception {
    int port;
    try (var server = PostgresServer.start(folder, 0)) {
      port = server.port();
      server.createDatabase("ticket");
      tell(server, "CREATE TABLE kept(n int)");
      tell(server, "INSERT INTO kept VALUES (1)");
    }
    try (var server = PostgresServer.start(folder, port)) {
      server.createDatabase("ticket");
      tell(server, "INSERT INTO kept VALUES (2)");
      ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
      server.onExit().get(30, TimeUnit.SECONDS);
    }
    try (var server = PostgresServer.start(folder, port)) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(ask(server, "SELECT string_agg(n::text, ',' ORDER BY n) FROM kept"))
          .isEqualTo("1,2");
    }
  }

  @Test
  void a_second_start_on_the_same_folder_is_refused() {
    try (var server = PostgresServer.start(folder, 0)) {
      assertThatThrownBy(() -> PostgresServer.start(folder, 0))
          .isInstanceOf(CannotStart.class)
          .hasMessage("Another process already runs PostgreSQL on " + folder + ".");
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().isAlive()).isTrue();
    }
  }

  @Test
  void a_server_left_over_by_a_killed_jvm_is_stopped_and_its_data_taken_over() throws Exception {
    Process holder = JavaProcess.start(HeldServer.class, folder.toString());
    var output = new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8));
    ProcessHandle leftover = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    holder.destroyForcibly().waitFor();
    assertThat(leftover.isAlive()).isTrue();

    try (var server = PostgresServer.start(folder, 0)) {
      assertThat(server.pid()).isNotEqualTo(leftover.pid());
      try (Connection connection = server.connect("held")) {
        assertThat(connection.isValid(5)).isTrue();
      }
    }
    leftover.onExit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_leftover_can_be_stopped_without_a_new_start() throws Exception {
    Process holder = JavaProcess.start(HeldServer.class, folder.toString());
    var output = new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8));
    ProcessHandle leftover = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    assertThatThrownBy(() -> PostgresServer.stopLeftover(folder)).isInstanceOf(CannotStart.class);
    holder.destroyForcibly().waitFor();

    assertThat(PostgresServer.stopLeftover(folder)).isTrue();
    leftover.onExit().get(10, TimeUnit.SECONDS);
    assertThat(PostgresServer.stopLeftover(folder)).isFalse();
  }

  @Test
  void a_pid_file_that_names_a_stranger_is_not_believed() throws Exception {
    try (var server = PostgresServer.start(folder, 0)) {
      server.createDatabase("ticket");
    }
    Files.writeString(
        folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n/elsewhere\n");
    try (var server = PostgresServer.start(folder, 0)) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void an_interrupted_first_start_leaves_nothing_in_the_way() throws Exception {
    Files.createDirectories(folder.resolve("data.new/base"));
    Files.writeString(folder.resolve("data.new/PG_VERSION"), "18\n");
    try (var server = PostgresServer.start(folder, 0)) {
      server.createDatabase("ticket");
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_port_in_use_is_told_in_a_sentence() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> PostgresServer.start(folder, other.getLocalPort()))
          .isInstanceOf(CannotStart.class)
          .hasMessage(
              "PostgreSQL cannot listen on port " + other.getLocalPort() + ": it is in use.");
    }
  }

  @Test
  void a_folder_that_is_no_cluster_is_told_in_a_sentence() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/holiday.jpg"), "x");
    assertThatThrownBy(() -> PostgresServer.start(folder, 0))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("is not a PostgreSQL data folder");
  }

  @Test
  void a_broken_cluster_is_told_in_a_sentence_and_frees_the_folder() throws Exception {
    PostgresServer.start(folder, 0).close();
    Files.delete(folder.resolve("data/global/pg_control"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> PostgresServer.start(folder, 0))
          .isInstanceOf(CannotStart.class)
          .hasMessageStartingWith("PostgreSQL cannot start on " + folder.resolve("data") + ": ")
          .hasMessageContaining("database system");
    }
  }

  @Test
  void a_file_where_the_folder_should_be_is_told_in_a_sentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> PostgresServer.start(file, 0))
        .isInstanceOf(CannotStart.class)
        .hasMessage(file + " is not a folder.");
  }

  @Test
  void names_of_databases_are_checked() {
    try (var server = PostgresServer.start(folder, 0)) {
      assertThatIllegalArgumentException().isThrownBy(() -> server.createDatabase("x; DROP"));
    }
  }

  private static String ask(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("ticket");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void tell(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("ticket");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
