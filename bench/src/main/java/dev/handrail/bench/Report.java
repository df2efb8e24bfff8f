package dev.handrail.bench;

import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gathers the figures of one run and writes them as Markdown, beside the goals of the design. */
final class Report {

  private record Key(String load, String way, int clients) {}

  private record Measured(Load.Result result, Meter.Cost cost) {}

  /** Least share of the floor at 32 clients, in percent: directly, through the gateway. */
  private static final Map<String, int[]> GOALS =
      Map.of("create", new int[] {60, 50}, "read", new int[] {40, 35}, "list", new int[] {30, 25});

  private final Map<Key, Measured> measured = new LinkedHashMap<>();
  private final Map<Key, Double> floors = new LinkedHashMap<>();
  private final Map<Key, Duration> workedOff = new LinkedHashMap<>();
  private final Map<String, Long> memory = new LinkedHashMap<>();
  private OpenLoop.@Nullable Delays delays;
  private Duration start = Duration.ZERO;
  private final String arguments;
  private final Cores coresBefore = Cores.now();
  private Duration idleFor = Duration.ZERO;
  private long idleCpuMillis;
  private long tickets;
  private long messages;

  /**
   * @param arguments of the bench
   */
  Report(String arguments) {
    this.arguments = arguments;
  }

  void measured(String load, String way, int clients, Load.Result result, Meter.Cost cost) {
    measured.put(new Key(load, way, clients), new Measured(result, cost));
  }

  void floor(String load, int clients, double perSecond) {
    floors.put(new Key(load, "floor", clients), perSecond);
  }

  /** How long the platform was busy with the events of a load after its end. */
  void workedOff(String load, String way, int clients, Duration after) {
    workedOff.put(new Key(load, way, clients), after);
  }

  /** What the platform used while it stood idle beside the floor. */
  void idle(long cpuMillis, Duration time) {
    idleCpuMillis += cpuMillis;
    idleFor = idleFor.plus(time);
  }

  void memory(String process, long mib) {
    memory.put(process, mib);
  }

  void notified(OpenLoop.Delays figures) {
    delays = figures;
  }

  void startToFirstTicket(Duration duration) {
    start = duration;
  }

  void size(long ticketCount, long messageCount) {
    tickets = ticketCount;
    messages = messageCount;
  }

  String markdown() {
    var md = new StringBuilder();
    md.append("# Bench report\n\n")
        .append(made(arguments))
        .append(
            "\n\nThe load is made by wrk on the same machine, so that load, gateway, service and"
                + " database share its cores. The floor is pgbench with the statements that the"
                + " service itself was seen to make, on a second server with a copy of the data,"
                + " with fsync and synchronous_commit on, in turns with the platform: for each load"
                + " and number of clients first the floor, then the service, then the gateway,"
                + " each once the events of the one before were worked off. ")
        .append(
            String.format(
                Locale.ROOT,
                "Beside the floor the platform stood idle, which takes %.0f %% of one core. At the end"
                    + " there were %,d tickets and %,d messages. ",
                100.0 * idleCpuMillis / Math.max(1, idleFor.toMillis()),
                tickets,
                messages))
        .append(Cores.now().since(coresBefore))
        .append("\n\n");
    goals(md);
    rates(md);
    costs(md);
    rest(md);
    return md.toString();
  }

  private void goals(StringBuilder md) {
    md.append("## Goals\n\n| what | goal | measured | |\n| --- | --- | --- | --- |\n");
    for (String load : new String[] {"create", "read", "list"}) {
      int[] goal = Objects.requireNonNull(GOALS.get(load));
      share(md, load, "directly", goal[0]);
      share(md, load, "gateway", goal[1]);
    }
    if (delays != null) {
      goal(
          md,
          "created → stored as a notification, 200/s, p99",
          "under 50 ms",
          String.format(Locale.ROOT, "%.0f ms", delays.p99()),
          delays.p99() < 50 && delays.notified() == delays.created());
    }
    long services =
        memory.entrySet().stream()
            .filter(e -> e.getKey().endsWith("-service"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    long count = memory.keySet().stream().filter(name -> name.endsWith("-service")).count();
    goal(
        md,
        "memory of the services after load (PSS)",
        "1.3 GiB for five, so " + 266 * count + " MiB for " + count,
        services + " MiB",
        services <= 266 * count);
    goal(
        md,
        "start on built jars to the first ticket",
        "under 15 s",
        String.format(Locale.ROOT, "%.1f s", start.toMillis() / 1000.0),
        start.toSeconds() < 15);
    md.append('\n');
  }

  private void share(StringBuilder md, String load, String way, int percent) {
    Measured at32 = measured.get(new Key(load, way, 32));
    Double floor = floors.get(new Key(load, "floor", 32));
    if (at32 == null || floor == null) {
      return;
    }
    double share = 100 * at32.result().perSecond() / floor;
    goal(
        md,
        load + " at 32 clients, " + way,
        "at least " + percent + " % of the floor",
        String.format(Locale.ROOT, "%.0f %%", share),
        share >= percent);
  }

  private static void goal(StringBuilder md, String what, String goal, String figure, boolean met) {
    md.append("| ")
        .append(what)
        .append(" | ")
        .append(goal)
        .append(" | ")
        .append(figure)
        .append(" | ")
        .append(met ? "met" : "**missed**")
        .append(" |\n");
  }

  private void rates(StringBuilder md) {
    md.append("## Requests a second\n\n")
        .append(
            "| load | clients | floor | directly | of the floor | p50 / p99 ms | gateway | of the"
                + " floor | p50 / p99 ms | failed |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    measured.keySet().stream()
        .filter(key -> key.way().equals("directly"))
        .forEach(
            key -> {
              Measured direct = Objects.requireNonNull(measured.get(key));
              Measured gateway =
                  Objects.requireNonNull(
                      measured.get(new Key(key.load(), "gateway", key.clients())));
              Double floor = floors.get(new Key(key.load(), "floor", key.clients()));
              md.append(
                  String.format(
                      Locale.ROOT,
                      "| %s | %d | %s | %s | %d |%n",
                      key.load(),
                      key.clients(),
                      floor == null ? "-" : String.format(Locale.ROOT, "%,.0f", floor),
                      cells(direct.result(), floor) + " | " + cells(gateway.result(), floor),
                      direct.result().failed() + gateway.result().failed()));
            });
    md.append('\n');
  }

  private static String cells(Load.Result result, @Nullable Double floor) {
    return String.format(
        Locale.ROOT,
        "%,.0f | %s | %.1f / %.1f",
        result.perSecond(),
        floor == null
            ? "-"
            : String.format(Locale.ROOT, "%.0f %%", 100 * result.perSecond() / floor),
        result.p50(),
        result.p99());
  }

  private void costs(StringBuilder md) {
    md.append("## Cost per request, at 32 clients\n\n")
        .append(
            "Statements and commits are all those on the service's database meanwhile, so the relay's"
                + " are in them. CPU in milliseconds. The last column: how many seconds after the load"
                + " the platform was still busy with its events.\n\n")
        .append(
            "| load | way | statements | commits | ticket-service | gateway | PostgreSQL | Kafka | other services | worked off after |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    measured.forEach(
        (key, m) -> {
          if (key.clients() == 32) {
            double n = Math.max(1, m.result().requests());
            Map<String, Long> cpu = m.cost().cpuMillis();
            md.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %d s |%n",
                    key.load(),
                    key.way(),
                    m.cost().statements() / n,
                    m.cost().commits() / n,
                    cpu.getOrDefault("ticket-service", 0L) / n,
                    cpu.getOrDefault(Platform.GATEWAY, 0L) / n,
                    cpu.getOrDefault(Platform.POSTGRES, 0L) / n,
                    cpu.getOrDefault(Platform.KAFKA, 0L) / n,
                    others(cpu) / n,
                    workedOff.getOrDefault(key, Duration.ZERO).toSeconds()));
          }
        });
    md.append('\n');
  }

  private static double others(Map<String, Long> cpu) {
    return cpu.entrySet().stream()
        .filter(e -> e.getKey().endsWith("-service") && !e.getKey().equals("ticket-service"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void rest(StringBuilder md) {
    if (delays != null) {
      md.append(
          String.format(
              Locale.ROOT,
              "## Created → notified%n%nOpen loop, 200 a second for 30 s through the gateway: %,d"
                  + " created, %d refused, %,d notified; p50 %.1f ms, p99 %.1f ms, worst %.1f ms, from"
                  + " the ticket's creation time to when a reader finds its notification.%n%n",
              delays.created(),
              delays.refused(),
              delays.notified(),
              delays.p50(),
              delays.p99(),
              delays.worst()));
    }
    md.append("## Memory after the load\n\n| process | PSS, MiB |\n| --- | --- |\n");
    memory.forEach(
        (name, mib) -> md.append("| ").append(name).append(" | ").append(mib).append(" |\n"));
  }

  /** When, by what and where a report was made. */
  static String made(String arguments) {
    return LocalDate.now(ZoneOffset.UTC)
        + ", made by `"
        + "./handrail bench "
        + arguments
        + "`. "
        + machine();
  }

  private static String machine() {
    try {
      String cpu =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse("unknown CPU");
      long gib =
          Files.readAllLines(Path.of("/proc/meminfo")).stream()
                  .filter(line -> line.startsWith("MemTotal"))
                  .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                  .sum()
              / (1024 * 1024);
      return "The machine: "
          + Runtime.getRuntime().availableProcessors()
          + " cores ("
          + cpu
          + "), "
          + gib
          + " GiB of memory, "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.version").replaceAll("-.*", "")
          + ", Java "
          + Runtime.version().feature()
          + ".";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
