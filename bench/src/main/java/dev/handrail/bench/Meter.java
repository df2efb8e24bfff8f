package dev.handrail.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Reads what requests cost: statements and commits of a database, CPU time of processes. */
final class Meter {

  /** Of one run: statements and commits on the database, CPU milliseconds per process. */
  record Cost(long statements, long commits, Map<String, Long> cpuMillis) {
    Cost minus(Cost earlier) {
      Map<String, Long> cpu = new LinkedHashMap<>();
      cpuMillis.forEach((name, ms) -> cpu.put(name, ms - earlier.cpuMillis.getOrDefault(name, 0L)));
      return new Cost(statements - earlier.statements, commits - earlier.commits, cpu);
    }
  }

  private static final long MILLIS_PER_TICK = 10;

  private final Connection database;
  private final List<String> names;
  private final ToLongFunction<String> pids;

  /**
   * @param database a connection to the service's database
   * @param pids the pid of a process of the platform
   */
  Meter(Connection database, List<String> names, ToLongFunction<String> pids) {
    this.database = database;
    this.names = names;
    this.pids = pids;
  }

  /** What each of them has used so far, and this program, which makes the load. */
  Map<String, Long> cpuMillisWithLoad() {
    Map<String, Long> cpu = cpuMillis();
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      cpu.put("the load itself", system.getProcessCpuTime() / 1_000_000);
    }
    return cpu;
  }

  /** What they have used so far together. */
  long cpuMillisOfAll() {
    return cpuMillis().values().stream().mapToLong(ms -> ms).sum();
  }

  private Map<String, Long> cpuMillis() {
    Map<String, Long> cpu = new LinkedHashMap<>();
    names.forEach(name -> cpu.put(name, cpuMillisOfTree(pids.applyAsLong(name))));
    return cpu;
  }

  Cost now() {
    return new Cost(
        single(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"),
        single("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"),
        cpuMillis());
  }

  private long single(String sql) {
    try (var statement = database.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new BenchProblem("The server's statistics could not be read: " + e.getMessage());
    }
  }

  /** CPU time of a process and of all its descendants, those that have ended included. */
  private static long cpuMillisOfTree(long pid) {
    long ticks =
        ProcessHandle.of(pid).stream()
            .flatMap(
                p -> java.util.stream.Stream.concat(java.util.stream.Stream.of(p), p.descendants()))
            .mapToLong(p -> ticks(p.pid()))
            .sum();
    return ticks * MILLIS_PER_TICK;
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // Fields 14 to 17 of proc(5): own and waited-for children's user and system time.
      return Long.parseLong(fields[11])
          + Long.parseLong(fields[12])
          + Long.parseLong(fields[13])
          + Long.parseLong(fields[14]);
    } catch (IOException ended) {
      return 0;
    }
  }

  /** Proportional set size of a process and its descendants, in MiB. */
  static long pssMib(long pid) {
    return ProcessHandle.of(pid).stream()
            .flatMap(
                p -> java.util.stream.Stream.concat(java.util.stream.Stream.of(p), p.descendants()))
            .mapToLong(p -> pssKib(p.pid()))
            .sum()
        / 1024;
  }

  private static long pssKib(long pid) {
    Path rollup = Path.of("/proc", String.valueOf(pid), "smaps_rollup");
    if (!Files.exists(rollup)) {
      return 0;
    }
    try {
      return Files.readString(rollup)
          .lines()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
