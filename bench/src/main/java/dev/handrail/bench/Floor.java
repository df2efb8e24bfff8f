package dev.handrail.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL alone: the statements that one request made, run by pgbench in one transaction. The
 * statements are those that the server logged while the service handled a request; where each row
 * needs ids of its own, they are made anew for each transaction.
 */
final class Floor {

  /** While connections prepare their statements, which a service's have done long before. */
  private static final int WARM_UP_SECONDS = 4;

  private static final Pattern PROGRESS =
      Pattern.compile("^progress: ([0-9.]+) s, ([0-9.]+) tps", Pattern.MULTILINE);
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NUMBER = Pattern.compile("^[A-Z]{3}-\\d+$");

  /** One logged statement with its parameters as texts; {@code null} stands for NULL. */
  record Statement(String sql, List<String> parameters) {}

  private final Path folder;

  Floor(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a script for pgbench.
   *
   * @param freshIds whether ids, numbers and hashes are replaced by new ones each time
   */
  Path script(String name, List<Statement> statements, boolean freshIds) {
    boolean inTransaction = statements.size() > 1 || freshIds;
    var text = new StringBuilder();
    if (freshIds) {
      text.append("\\set r random(1, 9000000000000000)\n");
    }
    if (inTransaction) {
      text.append("BEGIN;\n");
    }
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Statement statement : statements) {
      text.append(oneLine(filled(statement, freshIds, ids))).append(";\n");
    }
    if (inTransaction) {
      text.append("COMMIT;\n");
    }
    Path file = folder.resolve(name + ".sql");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /**
   * Transactions per second of these scripts, chosen at random, with so many clients, after a
   * warm-up.
   */
  double run(Connection to, List<Path> scripts, int clients, int seconds) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "PGPASSWORD=" + to.password(),
                Programs.find("pgbench", "postgresql-contrib"),
                "-n",
                "-M",
                "prepared",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(to.port()),
                "-U",
                to.user(),
                "-c",
                String.valueOf(clients),
                "-j",
                String.valueOf(Math.min(2, clients)),
                "-P",
                "1",
                "-T",
                String.valueOf(WARM_UP_SECONDS + seconds)));
    scripts.forEach(s -> command.addAll(List.of("-f", s.toString())));
    command.add(to.database());
    return warmRate(Programs.run(command));
  }

  /** The mean of the rates that pgbench printed each second, those of the warm-up left out. */
  static double warmRate(String printed) {
    return PROGRESS
        .matcher(printed)
        .results()
        .filter(second -> Double.parseDouble(second.group(1)) > WARM_UP_SECONDS + 0.5)
        .mapToDouble(second -> Double.parseDouble(second.group(2)))
        .average()
        .orElseThrow(() -> new BenchProblem("pgbench printed no rate: " + printed));
  }

  /** Where pgbench connects to. */
  record Connection(int port, String user, String password, String database) {}

  private static String filled(Statement statement, boolean freshIds, Map<String, Integer> ids) {
    Matcher matcher = PARAMETER.matcher(statement.sql());
    var sql = new StringBuilder();
    while (matcher.find()) {
      int index = Integer.parseInt(matcher.group(1)) - 1;
      String value = statement.parameters().get(index);
      String literal = value == null ? "NULL" : literal(value, freshIds, ids);
      matcher.appendReplacement(sql, Matcher.quoteReplacement(literal));
    }
    return matcher.appendTail(sql).toString();
  }

  private static String literal(String value, boolean freshIds, Map<String, Integer> ids) {
    if (freshIds) {
      if (UUID.matcher(value).matches()) {
        return freshUuid(ids.computeIfAbsent(value, v -> ids.size()));
      }
      if (NUMBER.matcher(value).matches()) {
        return "('B' || :r::bigint)";
      }
      if (value.startsWith("\\x") && value.length() >= 34) {
        return "decode(md5('" + value + "' || :r::bigint), 'hex')";
      }
      if (HASH.matcher(value).matches()) {
        return "(md5('" + value + "' || :r::bigint) || md5(:r::bigint || '" + value + "'))";
      }
      if (value.matches("-?\\d{12,}")) {
        return "(:r::bigint)";
      }
    }
    return quoted(value);
  }

  /** Ordered by time like a UUIDv7, so that the indexes grow where they grow for the service. */
  private static String freshUuid(int which) {
    return "(lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || substr(md5((:r::bigint)::text || '"
        + which
        + "'), 1, 19))::uuid";
  }

  /** A literal without a bare colon, which pgbench would take for a variable. */
  private static String quoted(String value) {
    String escaped = value.replace("'", "''");
    return escaped.contains(":")
        ? "U&'" + escaped.replace("\\", "\\\\").replace(":", "\\003a") + "'"
        : "'" + escaped + "'";
  }

  private static String oneLine(String sql) {
    return sql.lines()
        .map(line -> line.replaceFirst("--.*$", "").strip())
        .filter(line -> !line.isEmpty())
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }
}
