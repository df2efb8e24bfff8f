package dev.handrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Learns which statements a request makes, from the log of the PostgreSQL server. */
final class StatementLog {

  private static final String MARK = "@@";
  private static final Pattern ENTRY =
      Pattern.compile("^@@(\\d+)@@(\\S*)@@ (LOG|DETAIL):  (.*)$", Pattern.DOTALL);
  private static final Pattern EXECUTE = Pattern.compile("^execute [^:]+: (.*)$", Pattern.DOTALL);

  /** Without a way back: a long value would else need a frame of the stack for each character. */
  private static final Pattern VALUE =
      Pattern.compile("\\$(\\d+) = (NULL|'([^']*+(?:''[^']*+)*+)')");

  /** What services do beside their requests; never part of what a request costs. */
  private static final Pattern BACKGROUND =
      Pattern.compile(
          "relay_lease|DELETE FROM outbox|FROM outbox|FROM catalogue|pg_stat|^SELECT 1$|^(BEGIN|COMMIT|ROLLBACK|SET|SHOW)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Connection admin;
  private final Path log;
  private final Map<String, Set<String>> idle = new HashMap<>();

  StatementLog(Connection admin, Path log) {
    this.admin = admin;
    this.log = log;
  }

  /**
   * The statements with parameters that the server ran for each of some requests on a database,
   * which are made one after the other and run as many statements each.
   */
  List<List<Floor.Statement>> during(String database, int requests, IntConsumer request) {
    Set<String> background = idle(database);
    List<Floor.Statement> seen =
        capture(database, () -> IntStream.range(0, requests).forEach(request)).stream()
            .filter(s -> !background.contains(s.sql()) && !BACKGROUND.matcher(s.sql()).find())
            .toList();
    // What comes less often than the requests is no part of each.
    Map<String, Long> times =
        seen.stream().collect(Collectors.groupingBy(Floor.Statement::sql, Collectors.counting()));
    List<Floor.Statement> own =
        seen.stream().filter(s -> times.getOrDefault(s.sql(), 0L) >= requests).toList();
    if (own.isEmpty() || own.size() % requests != 0) {
      throw new BenchProblem(
          requests + " requests made " + own.size() + " statements, not as many each.");
    }
    int each = own.size() / requests;
    return IntStream.range(0, requests)
        .mapToObj(i -> own.subList(i * each, (i + 1) * each))
        .toList();
  }

  /** What the service asks for while nobody asks it for anything. */
  private Set<String> idle(String database) {
    return idle.computeIfAbsent(
        database,
        name ->
            capture(name, () -> pause(3_000)).stream()
                .map(Floor.Statement::sql)
                .collect(Collectors.toSet()));
  }

  private List<Floor.Statement> capture(String database, Runnable work) {
    try {
      set("log_line_prefix", "'" + MARK + "%p" + MARK + "%d" + MARK + " '");
      set("log_statement", "'all'");
      reload();
      long from = Files.size(log);
      work.run();
      pause(300);
      set("log_statement", "'none'");
      reload();
      byte[] all = Files.readAllBytes(log);
      String text = new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8);
      return parse(text, database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new BenchProblem("The server's settings could not be changed: " + e.getMessage());
    }
  }

  static List<Floor.Statement> parse(String text, String database) {
    List<Floor.Statement> found = new ArrayList<>();
    @Nullable String pending = null;
    for (String entry : text.split("\n(?=@@)", -1)) {
      Matcher matcher = ENTRY.matcher(entry.strip().replace("\n\t", "\n"));
      if (!matcher.matches() || !matcher.group(2).equals(database)) {
        continue;
      }
      if (matcher.group(3).equals("LOG")) {
        if (pending != null) {
          found.add(new Floor.Statement(pending, List.of()));
        }
        Matcher execute = EXECUTE.matcher(matcher.group(4));
        pending = execute.matches() ? execute.group(1) : null;
      } else if (pending != null) {
        found.add(new Floor.Statement(pending, values(matcher.group(4))));
        pending = null;
      }
    }
    if (pending != null) {
      found.add(new Floor.Statement(pending, List.of()));
    }
    return found;
  }

  private static List<String> values(String detail) {
    List<@Nullable String> values = new ArrayList<>();
    Matcher matcher = VALUE.matcher(detail);
    while (matcher.find()) {
      String quoted = matcher.group(3);
      values.add(quoted == null ? null : quoted.replace("''", "'"));
    }
    // An unmodifiable list that may hold nulls, which List.copyOf refuses.
    return java.util.Collections.unmodifiableList(values);
  }

  private void set(String setting, String value) throws SQLException {
    try (var statement = admin.createStatement()) {
      statement.execute("ALTER SYSTEM SET " + setting + " = " + value);
    }
  }

  private void reload() throws SQLException {
    try (var statement = admin.createStatement()) {
      statement.execute("SELECT pg_reload_conf()");
    }
    pause(300);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchProblem("The bench was interrupted.");
    }
  }
}
