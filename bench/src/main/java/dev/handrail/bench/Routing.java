package dev.handrail.bench;

import dev.handrail.endtoend.faults.FaultDriver;
import dev.handrail.endtoend.faults.KillPlan;
import dev.handrail.endtoend.faults.KillPlan.Kill;
import dev.handrail.endtoend.faults.Target;
import dev.handrail.endtoend.ledger.Doors;
import dev.handrail.endtoend.routing.RoutingChecker;
import dev.handrail.endtoend.routing.RoutingEvidence;
import dev.handrail.endtoend.routing.RoutingScene;
import dev.handrail.endtoend.routing.Span;
import dev.handrail.local.Platform;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Very many tickets at a rate against very many agents while others are solved: first on a quiet
 * platform, for the time from created to assigned while slots are free, then the same on two
 * replicas of each service while they and the broker are killed.
 */
final class Routing {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Duration BLUR = Duration.ZERO;
  private static final Duration CALM = Duration.ofSeconds(3);

  /** Code that is not compiled yet would drown in a fixed rate: so few requests at a time … */
  private static final int WARM_UP_AT_ONCE = 8;

  /** … and each as soon as another was answered. */
  private static final int AS_FAST_AS_ALLOWED = 1_000;

  private static final List<Target> VICTIMS =
      List.of(
          Target.TICKET_SERVICE,
          Target.BROKER,
          Target.AGENT_SERVICE,
          Target.TICKET_SERVICE_REPLICA,
          Target.AGENT_SERVICE_REPLICA,
          Target.BROKER);

  /** Percentiles in milliseconds. */
  private record Delays(int number, double p50, double p99, double worst) {
    static Delays of(double[] sorted) {
      return new Delays(
          sorted.length,
          OpenLoop.percentile(sorted, 50),
          OpenLoop.percentile(sorted, 99),
          OpenLoop.percentile(sorted, 100));
    }

    String row(String name) {
      return String.format(
          Locale.ROOT, "| %s | %,d | %.0f | %.0f | %.0f |%n", name, number, p50, p99, worst);
    }
  }

  private final String command;
  private final RoutingScene.Size size;
  private final Consumer<String> say;

  Routing(int tickets, int agents, int perSecond, Consumer<String> say) {
    this.size = new RoutingScene.Size(agents, tickets, perSecond, 200, Duration.ofSeconds(4), 8);
    this.command = "--routing %d --agents %d --rate %d".formatted(tickets, agents, perSecond);
    this.say = say;
  }

  /** Runs both and gives the report. */
  String run(Platform platform, Connection tickets) throws SQLException, InterruptedException {
    var report = new StringBuilder();
    report.append("# Routing\n\n").append(Report.made(command)).append("\n\n");
    report.append(
        String.format(
            Locale.ROOT,
            "%,d tickets at %d/s against %d agents with mixed skills, languages and capacities (1 to"
                + " %d) in three departments of three strategies; each ticket is solved %d to %d ms"
                + " after it was assigned.%n%n",
            size.tickets(),
            size.perSecond(),
            size.agents(),
            size.mostCapacity(),
            size.hold().toMillis() / 2,
            size.hold().toMillis() * 3 / 2));
    warmUp(platform, tickets);
    report.append(quiet(platform, tickets));
    report.append(withKills(platform, tickets));
    return report.toString();
  }

  private void warmUp(Platform platform, Connection tickets)
      throws SQLException, InterruptedException {
    say.accept("Warming up");
    var small =
        new RoutingScene.Size(
            Math.max(9, size.agents() / 5),
            Math.max(20, size.tickets()),
            AS_FAST_AS_ALLOWED,
            WARM_UP_AT_ONCE,
            Duration.ofSeconds(1),
            size.mostCapacity());
    try (RoutingScene scene = scene(platform, small, 1)) {
      awaitKnown(tickets, scene.prepare(firstAdmin(platform)));
      scene.run(() -> {}, Duration.ofMinutes(2));
    }
  }

  private String quiet(Platform platform, Connection tickets)
      throws SQLException, InterruptedException {
    say.accept("On one replica of each, nothing killed");
    try (RoutingScene scene = scene(platform, size, 2)) {
      awaitKnown(tickets, scene.prepare(firstAdmin(platform)));
      Meter meter = new Meter(tickets, platform.names(), platform::pid);
      Map<String, Long> spent = meter.cpuMillisWithLoad();
      Cores before = Cores.now();
      Instant from = Instant.now();
      RoutingScene.Seen seen = scene.run(() -> {}, Duration.ofMinutes(5));
      String cores = Cores.now().since(before);
      String cost = cost(spent, meter.cpuMillisWithLoad(), seen);
      Delays byDatabase = Delays.of(fromDatabase(tickets, scene.departments()));
      RoutingEvidence evidence = scene.evidence(List.of(), new Span(from, Instant.now()));
      String memory = memory(platform);
      return "## Created to assigned, in milliseconds (goal: p99 under 100)\n\n"
          + "| clock | tickets | p50 | p99 | worst |\n| --- | --- | --- | --- | --- |\n"
          + Delays.of(seen.delays().stream().mapToDouble(d -> d).toArray())
              .row("a reader of Kafka: from one event to the other")
          + byDatabase.row("the database: from the ticket's creation to the entry of its history")
          + "\n"
          + outcome(seen, evidence)
          + "\nCPU milliseconds for the life of a ticket: "
          + cost
          + "\n\n"
          + cores
          + "\n\nMemory (PSS): "
          + memory
          + "\n\n";
    }
  }

  private String withKills(Platform platform, Connection tickets)
      throws SQLException, InterruptedException {
    say.accept("On two replicas of each, with kills");
    String replica = platform.addReplica("ticket-service");
    platform.addReplica("agent-service");
    List<Span> outages = new ArrayList<>();
    try (RoutingScene scene = scene(platform, size, 3, replica)) {
      awaitKnown(tickets, scene.prepare(firstAdmin(platform)));
      Cores before = Cores.now();
      Instant from = Instant.now();
      RoutingScene.Seen seen =
          scene.run(() -> kill(platform, scene, outages), Duration.ofMinutes(5));
      String cores = Cores.now().since(before);
      RoutingEvidence evidence = scene.evidence(outages, new Span(from, Instant.now()));
      return "## Two replicas of each service, `kill -9` of "
          + String.join(", ", VICTIMS.stream().map(Target::process).toList())
          + "\n\n"
          + outcome(seen, evidence)
          + "\nFrom each kill until all was well: "
          + String.join(
              ", ",
              outages.stream().map(span -> span.length().minus(CALM).toMillis() + " ms").toList())
          + ".\n\n"
          + cores
          + "\n";
    }
  }

  private void kill(Platform platform, RoutingScene scene, List<Span> outages) {
    var faults = new FaultDriver(platform, scene::assignedSince, say);
    for (Target victim : VICTIMS) {
      LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
      Instant from = Instant.now();
      faults.run(new KillPlan(List.of(new Kill(victim, Duration.ZERO, false))));
      outages.add(new Span(from, Instant.now().plus(CALM)));
    }
  }

  private String outcome(RoutingScene.Seen seen, RoutingEvidence evidence) {
    RoutingChecker.Outcome outcome = RoutingChecker.check(evidence, LONGEST_WAIT, BLUR);
    outcome.violations().stream().limit(20).forEach(say);
    return String.format(
        Locale.ROOT,
        "By the event log alone: %,d opened, %,d assigned by routing, %,d solved; %d wrongs (an agent"
            + " above its capacity, a ticket given twice or to the wrong one, a lost event); %,d"
            + " tickets waited for over a second beside a free slot, the longest for %,d ms.%n",
        seen.opened(),
        outcome.assignments(),
        seen.solved(),
        outcome.wrongs().size(),
        outcome.waited(),
        outcome.longestWait().toMillis());
  }

  private RoutingScene scene(
      Platform platform, RoutingScene.Size how, long seed, String... replicas) {
    List<URI> addresses = new ArrayList<>();
    addresses.add(URI.create(platform.gatewayUrl()));
    for (String replica : replicas) {
      addresses.add(URI.create(platform.serviceUrl(replica)));
    }
    Doors doors =
        new Doors() {
          @Override
          public List<URI> addresses() {
            return addresses;
          }

          @Override
          public String token(String role, String subject) {
            return platform.token(role, subject, "bookings");
          }
        };
    return new RoutingScene(doors, platform.kafkaBootstrap(), "b" + seed, seed, how, say);
  }

  private static String firstAdmin(Platform platform) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}"
        .formatted(platform.firstAdmin().email(), platform.firstAdmin().password());
  }

  private static void awaitKnown(Connection tickets, List<String> agents)
      throws SQLException, InterruptedException {
    for (int attempt = 0; known(tickets, agents) < agents.size(); attempt++) {
      if (attempt == 1_200) {
        throw new BenchProblem("ticket-service does not know all agents after two minutes.");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static int known(Connection tickets, List<String> agents) throws SQLException {
    try (var statement =
        tickets.prepareStatement(
            "SELECT count(*) FROM agent WHERE id = ANY (?) AND listed AND named_version > 0")) {
      statement.setArray(1, tickets.createArrayOf("text", agents.toArray()));
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static double[] fromDatabase(Connection tickets, List<String> departments)
      throws SQLException {
    try (var statement =
        tickets.prepareStatement(
            """
            SELECT extract(epoch FROM min(h.at) - t.created_at) * 1000 AS ms
            FROM ticket t JOIN history h ON h.ticket_id = t.id AND h.action = 'ticket_assigned'
            WHERE t.department = ANY (?) GROUP BY t.id, t.created_at ORDER BY ms
            """)) {
      statement.setArray(1, tickets.createArrayOf("text", departments.toArray()));
      List<Double> found = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getDouble(1));
        }
      }
      return found.stream().mapToDouble(d -> d).toArray();
    }
  }

  private static String cost(
      Map<String, Long> before, Map<String, Long> after, RoutingScene.Seen seen) {
    return after.entrySet().stream()
        .map(
            of ->
                String.format(
                    Locale.ROOT,
                    "%s %.1f",
                    of.getKey(),
                    (of.getValue() - before.getOrDefault(of.getKey(), 0L))
                        / (double) seen.opened()))
        .collect(Collectors.joining(", ", "", "."));
  }

  private static String memory(Platform platform) {
    List<String> parts = new ArrayList<>();
    for (String name : platform.names()) {
      parts.add("%s %d MiB".formatted(name, Meter.pssMib(platform.pid(name))));
    }
    return String.join(", ", parts) + ".";
  }
}
