package dev.handrail.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.embedded.Folders;
import dev.handrail.embedded.PostgresServer;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Starts the platform on a fresh data folder, loads it and in turns with it measures PostgreSQL
 * alone with the same statements on a copy of the data, and writes a report. In turns, because the
 * same machine may be twice as fast an hour later.
 *
 * <p>Arguments: {@code --seconds N} per measurement (8), {@code --warm-up N} seconds (360), {@code
 * --report FILE} (docs/bench/report.md). {@code --alarms N} measures nothing but how late N SLA
 * timers go off that are due within a minute, and reports to docs/bench/alarms.md. {@code --routing
 * N} routes N tickets, 200 a second ({@code --rate}) to 500 agents ({@code --agents}), and reports
 * to docs/bench/routing.md.
 */
public final class Bench {

  static final List<Integer> CLIENTS = List.of(1, 8, 32);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many that the code that raises them is compiled before any is measured. */
  private static final int WARMING_ALARMS = 30_000;

  /** What all processes together use in a second in which nothing is asked of them, at most. */
  private static final long QUIET_CPU_MILLIS = 400;

  private static final int LONGEST_UNREST_SECONDS = 120;

  private final int seconds;
  private final int warmUp;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private Bench(int seconds, int warmUp, Path folder) {
    this.seconds = seconds;
    this.warmUp = warmUp;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    boolean alarms = options.containsKey("--alarms");
    boolean routing = options.containsKey("--routing");
    String usual = alarms ? "alarms" : routing ? "routing" : "report";
    Path report = Path.of(options.getOrDefault("--report", "docs/bench/" + usual + ".md"));
    Path folder = Files.createTempDirectory("handrail-bench");
    int code = 0;
    try {
      Bench bench =
          new Bench(
              Integer.parseInt(options.getOrDefault("--seconds", "8")),
              Integer.parseInt(options.getOrDefault("--warm-up", "360")),
              folder);
      String written =
          alarms
              ? bench.alarms(Integer.parseInt(options.getOrDefault("--alarms", "")))
              : routing ? bench.routing(options) : bench.run().markdown();
      if (report.getParent() != null) {
        Files.createDirectories(report.getParent());
      }
      Files.writeString(report, written);
      say("The report is in " + report);
    } catch (BenchProblem problem) {
      System.err.println(problem.getMessage());
      code = 1;
    } catch (SQLException e) {
      System.err.println("The database did not answer: " + e.getMessage());
      code = 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      code = 1;
    } finally {
      Folders.delete(folder);
    }
    System.exit(code);
  }

  /** Measures the SLA timers alone. */
  private String alarms(int timers) throws IOException, SQLException, InterruptedException {
    Platform.Options options = Platform.Options.in(folder.resolve("data")).withProgress(Bench::say);
    try (Platform platform = Platform.start(options);
        Connection tickets = connect(platform, "ticket");
        Connection records = connect(platform, "agent")) {
      create(platform.gatewayUrl(), platform.token("customer", "customer-1", "bookings"));
      String template = ids(tickets).getFirst();
      say("Warming up with " + WARMING_ALARMS + " timers");
      new Alarms(tickets, records, WARMING_ALARMS).run(template, armed(WARMING_ALARMS));
      execute(tickets, "DROP TABLE alarm_of_bench");
      say("Arming " + timers + " timers");
      Alarms.Lateness late = new Alarms(tickets, records, timers).run(template, armed(timers));
      say(late.markdown());
      return "# SLA timers\n\n"
          + Report.made("--alarms " + timers)
          + " A warm-up with "
          + WARMING_ALARMS
          + " timers went before.\n\n"
          + late.markdown();
    }
  }

  /** A moment by which so many timers are armed; what that takes nobody knows beforehand. */
  private static Instant armed(int timers) {
    return Instant.now().plusSeconds(20 + timers / 1_000);
  }

  /** Measures routing alone. */
  private String routing(Map<String, String> options)
      throws IOException, SQLException, InterruptedException {
    Platform.Options how =
        Platform.Options.in(folder.resolve("data"))
            .withEnvironment(
                Map.of("HANDRAIL_GATEWAY_RATE", "0", "HANDRAIL_AVAILABILITY_LEASE", "1h"))
            .withProgress(Bench::say);
    try (Platform platform = Platform.start(how);
        Connection tickets = connect(platform, "ticket")) {
      return new Routing(
              Integer.parseInt(options.getOrDefault("--routing", "")),
              Integer.parseInt(options.getOrDefault("--agents", "500")),
              Integer.parseInt(options.getOrDefault("--rate", "200")),
              Bench::say)
          .run(platform, tickets);
    }
  }

  private Report run() throws IOException, SQLException, InterruptedException {
    Programs.find("wrk", "wrk");
    Programs.find("pgbench", "postgresql-contrib");
    Report report = new Report("--seconds %d --warm-up %d".formatted(seconds, warmUp));
    Path data = folder.resolve("data");

    Platform.Options options =
        Platform.Options.in(data)
            .withEnvironment(Map.of("HANDRAIL_GATEWAY_RATE", "0"))
            .withProgress(Bench::say);
    // The first start makes the data folder; what an operator waits for is the next one.
    Platform.start(options).close();
    Instant began = Instant.now();
    try (Platform platform = Platform.start(options);
        Connection tickets = connect(platform, "ticket");
        Connection notifications = connect(platform, "notification")) {
      List<String> customers =
          IntStream.range(0, 200)
              .mapToObj(i -> platform.token("customer", "customer-" + i, "bookings"))
              .toList();
      String agent = platform.token("support_agent", "agent-1", "bookings");
      create(platform.gatewayUrl(), customers.getFirst());
      report.startToFirstTicket(Duration.between(began, Instant.now()));
      execute(tickets, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");

      say("Warming up for " + warmUp + " s");
      Load create = Workloads.create(folder, customers);
      create.run(platform.gatewayUrl(), 32, Math.max(1, warmUp / 2));
      List<String> ids = ids(tickets);
      Load read = Workloads.read(folder, agent, ids);
      Load list = Workloads.list(folder, agent);
      read.run(platform.gatewayUrl(), 32, Math.max(1, warmUp / 4));
      list.run(platform.gatewayUrl(), 32, Math.max(1, warmUp / 4));
      Meter meter = new Meter(tickets, platform.names(), platform::pid);
      awaitQuiet(tickets, meter);
      execute(tickets, "ANALYZE");

      String latePage = cursor(platform, agent, 200);
      Map<String, Load> loads = new LinkedHashMap<>();
      loads.put("create", create);
      loads.put("read", read);
      loads.put("list", list);
      loads.put("late page", Workloads.latePage(folder, agent, latePage));
      loads.put("search", Workloads.search(folder, agent));
      loads.put("reply", Workloads.reply(folder, agent, ids));

      say("Learning the statements");
      Floor floor = new Floor(folder);
      Map<String, List<Path>> floorScripts =
          floorScripts(platform, tickets, floor, customers.getFirst(), agent, ids, latePage);
      awaitQuiet(tickets, meter);

      Path copy = folder.resolve("floor");
      Backup.copy(tickets, data.resolve("postgres"), copy);
      try (PostgresServer alone = PostgresServer.start(copy, 0)) {
        var to = new Floor.Connection(alone.port(), alone.user(), alone.password(), "ticket");
        String direct = platform.serviceUrl("ticket-service");
        for (Map.Entry<String, Load> one : loads.entrySet()) {
          String name = one.getKey();
          List<Path> scripts = floorScripts.get(name);
          for (int clients : CLIENTS) {
            if (scripts != null) {
              floor(report, meter, floor, to, name, scripts, clients);
            }
            measure(report, meter, name, "directly", direct, one.getValue(), clients);
            report.workedOff(name, "directly", clients, awaitQuiet(tickets, meter));
            measure(report, meter, name, "gateway", platform.gatewayUrl(), one.getValue(), clients);
            report.workedOff(name, "gateway", clients, awaitQuiet(tickets, meter));
          }
        }
      }

      say("Created to notified, 200 a second");
      report.notified(
          new OpenLoop().run(platform.gatewayUrl(), customers, 200, 30, tickets, notifications));
      for (String name : platform.names()) {
        report.memory(name, Meter.pssMib(platform.pid(name)));
      }
      report.size(count(tickets, "ticket"), count(tickets, "message"));
    }
    return report;
  }

  private Map<String, List<Path>> floorScripts(
      Platform platform,
      Connection tickets,
      Floor floor,
      String customer,
      String agent,
      List<String> ids,
      String latePage) {
    Map<String, List<Path>> scripts = new LinkedHashMap<>();
    StatementLog log = new StatementLog(tickets, platform.log(Platform.POSTGRES));
    String direct = platform.serviceUrl("ticket-service");
    String list = direct + "/api/v1/tickets?app=bookings&limit=20";
    learn(floor, log, scripts, "create", true, 5, i -> create(direct, customer));
    learn(
        floor,
        log,
        scripts,
        "read",
        false,
        20,
        i -> get(direct + "/api/v1/tickets/" + ids.get(i), agent));
    learn(floor, log, scripts, "list", false, 5, i -> get(list, agent));
    learn(
        floor, log, scripts, "late page", false, 5, i -> get(list + "&cursor=" + latePage, agent));
    learn(
        floor,
        log,
        scripts,
        "search",
        false,
        20,
        i -> get(list + "&q=w%05d".formatted(i * 7 + 1), agent));
    return scripts;
  }

  private void floor(
      Report report,
      Meter meter,
      Floor floor,
      Floor.Connection to,
      String name,
      List<Path> scripts,
      int clients) {
    long before = meter.cpuMillisOfAll();
    double perSecond = floor.run(to, scripts, clients, seconds);
    report.floor(name, clients, perSecond);
    report.idle(meter.cpuMillisOfAll() - before, Duration.ofSeconds(seconds));
    say("%-10s floor    %2d clients  %8.0f/s".formatted(name, clients, perSecond));
  }

  private void measure(
      Report report, Meter meter, String name, String way, String url, Load load, int clients) {
    load.run(url, clients, 2);
    Meter.Cost before = meter.now();
    Load.Result result = load.run(url, clients, seconds);
    Meter.Cost cost = meter.now().minus(before);
    report.measured(name, way, clients, result, cost);
    say(
        "%-10s %-8s %2d clients  %8.0f/s  p99 %7.1f ms  failed %d"
            .formatted(name, way, clients, result.perSecond(), result.p99(), result.failed()));
  }

  private static void learn(
      Floor floor,
      StatementLog log,
      Map<String, List<Path>> scripts,
      String name,
      boolean freshIds,
      int variants,
      IntConsumer request) {
    List<Path> files = new ArrayList<>();
    for (List<Floor.Statement> statements : log.during("ticket", variants, request)) {
      files.add(floor.script(name.replace(' ', '-') + "-" + files.size(), statements, freshIds));
    }
    scripts.put(name, files);
  }

  private void create(String url, String token) {
    send(
        HttpRequest.newBuilder(URI.create(url + "/api/v1/tickets"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString(Workloads.ticketBody("first")))
            .build(),
        201);
  }

  private String get(String url, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build(),
        200);
  }

  private String send(HttpRequest request, int expected) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new BenchProblem(
            request.method()
                + " "
                + request.uri()
                + " answered "
                + answer.statusCode()
                + ": "
                + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchProblem("The bench was interrupted.");
    }
  }

  /** The cursor of a page so many pages into the list. */
  private String cursor(Platform platform, String token, int pages) throws IOException {
    String cursor = "";
    for (int page = 0; page < pages; page++) {
      JsonNode answer =
          JSON.readTree(
              get(
                  platform.serviceUrl("ticket-service")
                      + "/api/v1/tickets?app=bookings&limit=20"
                      + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                  token));
      if (answer.path("nextCursor").isNull()) {
        break;
      }
      cursor = answer.path("nextCursor").asText();
    }
    return cursor;
  }

  /**
   * Waits until the platform has worked off the events of the load, so that the next figure is not
   * theirs: consumers go on for a while after the outbox is empty.
   *
   * @return how long that took, to the second
   */
  private static Duration awaitQuiet(Connection tickets, Meter meter)
      throws SQLException, InterruptedException {
    for (int second = 0; second < LONGEST_UNREST_SECONDS; second++) {
      long before = meter.cpuMillisOfAll();
      Thread.sleep(1_000);
      if (meter.cpuMillisOfAll() - before < QUIET_CPU_MILLIS && count(tickets, "outbox") == 0) {
        return Duration.ofSeconds(second);
      }
    }
    throw new BenchProblem(
        "The platform was still busy " + LONGEST_UNREST_SECONDS + " s after the load.");
  }

  private static List<String> ids(Connection tickets) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (var statement = tickets.createStatement();
        var rows = statement.executeQuery("SELECT id FROM ticket ORDER BY random() LIMIT 2000")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private static long count(Connection database, String table) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(Platform platform, String database) throws SQLException {
    return DriverManager.getConnection(
        platform.jdbcUrl(database), platform.databaseUser(), platform.databasePassword());
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
