package dev.handrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.embedded.FreePorts;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher against the real PostgreSQL, Kafka and gateway, and services that only look like
 * ones.
 */
class PlatformTest {
  private static final Duration BACK = Duration.ofSeconds(90);

  @TempDir Path root;
  @TempDir Path data;

  @Test
  void postgres_and_kafka_come_back_after_a_kill_on_the_same_data_and_ports() throws Exception {
    try (var platform = Platform.start(servers())) {
      tell(platform, "CREATE TABLE kept(n int)");
      for (String server : List.of(Platform.POSTGRES, Platform.KAFKA)) {
        long before = platform.pid(server);
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        until(() -> platform.livingPid(server).orElse(before) != before);
        platform.awaitReady(BACK);
        assertThat(ProcessHandle.of(before).filter(ProcessHandle::isAlive)).isEmpty();
      }
      tell(platform, "INSERT INTO kept VALUES (1)");
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.kafkaBootstrap()))) {
        assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("ticket-events");
      }
      assertThat(Files.readString(platform.log("supervisor")))
          .contains("postgres: It ended with code 137.")
          .contains("kafka: It ended with code 137.");
    }
  }

  @Test
  void a_killed_supervisor_leaves_nothing_that_stop_does_not_find() throws Exception {
    Process supervisor = supervisor();
    var output = new BufferedReader(new InputStreamReader(supervisor.getInputStream(), UTF_8));
    String[] pids = output.readLine().split(" ", -1);
    supervisor.destroyForcibly().waitFor();
    for (String pid : pids) {
      assertThat(ProcessIdentity.of(Long.parseLong(pid))).isPresent();
    }
    assertThat(main("status").output()).contains("Nobody watches these processes");

    Answer stop = main("stop");
    assertThat(stop.code()).isZero();
    assertThat(stop.output()).endsWith("Handrail has stopped.\n");
    for (String pid : pids) {
      assertThat(ProcessIdentity.of(Long.parseLong(pid))).isEmpty();
    }
    assertThat(main("stop").output()).isEqualTo("Handrail is not running.\n");
    assertThat(main("status").code()).isEqualTo(3);
  }

  @Test
  void a_start_takes_over_from_a_killed_supervisor_and_stop_ends_a_living_one() throws Exception {
    Process killed = supervisor();
    var output = new BufferedReader(new InputStreamReader(killed.getInputStream(), UTF_8));
    String[] pids = output.readLine().split(" ", -1);
    killed.destroyForcibly().waitFor();

    Process second = supervisor();
    output = new BufferedReader(new InputStreamReader(second.getInputStream(), UTF_8));
    assertThat(output.readLine()).isNotNull();
    assertThat(ProcessIdentity.of(Long.parseLong(pids[1]))).isEmpty();
    assertThat(main("stop").output()).isEqualTo("Stopping.\nHandrail has stopped.\n");
    assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(data.resolve("platform.json")).doesNotExist();
  }

  @Test
  void services_run_behind_the_gateway_and_a_replica_joins_them() throws Exception {
    var progress = new ArrayList<String>();
    Platform.Options options = everything().withProgress(progress::add);
    try (var platform = Platform.start(options)) {
      assertThat(progress.getFirst()).isEqualTo("Handrail starts on " + data);
      assertThat(progress.stream().filter(line -> line.contains("ready after"))).hasSize(6);
      assertThat(get(platform.gatewayUrl() + "/api/v1/tickets"))
          .isEqualTo(platform.jdbcUrl("ticket"));

      String replica = platform.addReplica("ticket");
      assertThat(replica).isEqualTo("ticket-service-2");
      assertThat(platform.serviceUrl(replica)).isNotEqualTo(platform.serviceUrl("ticket-service"));
      assertThat(get(platform.serviceUrl(replica) + "/api/v1/tickets"))
          .isEqualTo(platform.jdbcUrl("ticket"));
      assertThat(platform.pid(replica)).isNotEqualTo(platform.pid("ticket"));

      assertThat(main("status").output())
          .contains("is ready.", "ticket-service-2", platform.gatewayUrl());
      assertThat(main("token customer 7").output()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\n");
      assertThat(Summary.of(platform, root, Duration.ofSeconds(9)))
          .contains(platform.gatewayUrl() + "/docs", "--data " + data, Summary.LAST_WORDS)
          .contains(platform.firstAdmin().email(), platform.firstAdmin().password());

      assertThatThrownBy(() -> Platform.start(options))
          .isInstanceOf(Refusal.class)
          .hasMessage(
              "Handrail already runs on %s; ./handrail status shows it, ./handrail stop ends it.",
              data);
    }
  }

  @Test
  void a_service_that_keeps_failing_is_told_with_its_last_words_and_nothing_stays()
      throws Exception {
    Platform.Options options = everything().withEnvironment(Map.of("FAKE_SERVICE_BREAKS", "yes"));
    assertThatThrownBy(() -> Platform.start(options))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("does not start: The database has the wrong colour. Its log is ");
    assertThat(new DataFolder(data).marked()).isEmpty();
    assertThat(main("status").code()).isEqualTo(3);
  }

  @Test
  void a_service_that_was_not_built_is_told_in_a_sentence() throws Exception {
    Platform.Options options = everything();
    Files.delete(ServiceKind.TICKET.jar(root));
    assertThatThrownBy(() -> Platform.start(options))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "ticket-service is not built: %s is missing; ./handrail start builds it.",
            ServiceKind.TICKET.jar(root));
  }

  @Test
  void a_port_in_use_is_told_in_a_sentence() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> Platform.start(everything().withGatewayPort(port)))
          .isInstanceOf(Refusal.class)
          .hasMessage(
              "Port %d is in use; choose another one, as in ./handrail start --port %d.",
              port, port + 1);
    }
  }

  @Test
  void folders_that_cannot_be_used_are_told_in_a_sentence() throws Exception {
    Path file = Files.writeString(data.resolve("file"), "");
    assertThatThrownBy(() -> Platform.start(Platform.Options.in(file).withServices(List.of())))
        .isInstanceOf(Refusal.class)
        .hasMessage("The data folder cannot be used: " + file + " is not a folder.");

    Path broken = Files.createDirectories(data.resolve("broken"));
    Files.createDirectories(broken.resolve("postgres/data"));
    assertThatThrownBy(() -> Platform.start(Platform.Options.in(broken).withServices(List.of())))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is not a PostgreSQL data folder");

    Files.writeString(data.resolve("platform.json"), "{");
    Files.createDirectories(data.resolve("run"));
    new PidFile(data.resolve("run/supervisor.pid")).write(ProcessHandle.current().pid());
    assertThat(main("demo").output())
        .isEqualTo(data.resolve("platform.json") + " cannot be read; delete it and start again.\n");
  }

  @Test
  void commands_about_a_run_that_is_not_there_say_so() {
    assertThat(main("demo"))
        .isEqualTo(
            new Answer(1, "Handrail is not running on " + data + "; ./handrail start runs it.\n"));
    assertThat(main("logs"))
        .isEqualTo(new Answer(1, "There are no logs in " + data.resolve("logs") + ".\n"));
    assertThat(main("nonsense").code()).isEqualTo(2);
    assertThat(main("help").output()).startsWith("Usage: ./handrail COMMAND");
  }

  private record Answer(int code, String output) {}

  /** A command line, on this test's data folder unless it names another. */
  private Answer main(String line) {
    var words = new ArrayList<>(List.of(line.split(" ", -1)));
    if (!words.contains("--data") && !words.contains("help") && !words.contains("nonsense")) {
      words.addAll(List.of("--data", data.toString()));
    }
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, UTF_8);
    int code = Main.run(words, out, out);
    return new Answer(code, bytes.toString(UTF_8));
  }

  private Platform.Options servers() {
    return Platform.Options.in(data).withServices(List.of());
  }

  private Platform.Options everything() throws IOException {
    Path checkout = FakeService.checkout(root);
    return new Platform.Options(
        checkout,
        data,
        FreePorts.next(),
        ServiceKind.names(),
        Map.of(),
        List.of(),
        false,
        line -> {});
  }

  private Process supervisor() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SupervisorProcess.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void tell(Platform platform, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                platform.jdbcUrl("ticket"), platform.databaseUser(), platform.databasePassword());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String get(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    Instant end = Instant.now().plus(BACK);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
