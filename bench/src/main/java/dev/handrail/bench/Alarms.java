package dev.handrail.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Very many SLA timers that are due within a minute, and how late their alarms are: from the moment
 * at which a target comes into danger to that of the change that says so.
 */
final class Alarms {

  /** How late, in milliseconds. */
  record Lateness(int armed, int raised, int twice, double p50, double p99, double worst) {
    String markdown() {
      return String.format(
          Locale.ROOT,
          "%,d timers due within 60 s: %,d alarms raised, %d of them twice; late by p50 %.0f ms,"
              + " p99 %.0f ms, worst %.0f ms (goal: p99 at most 1,000 ms).%n",
          armed,
          raised,
          twice,
          p50,
          p99,
          worst);
    }
  }

  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Connection tickets;
  private final Connection records;
  private final int timers;

  /**
   * @param records the database of agent-service, which keeps a record of each ticket
   */
  Alarms(Connection tickets, Connection records, int timers) {
    this.tickets = tickets;
    this.records = records;
    this.timers = timers;
  }

  /**
   * Arms the timers and waits for them.
   *
   * @param first when the first one is due
   */
  Lateness run(String templateId, Instant first) throws SQLException, InterruptedException {
    arm(templateId, first);
    if (Instant.now().isAfter(first)) {
      throw new BenchProblem("The timers took longer to arm than they had; start later.");
    }
    long until = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    // By an index and seldom: what is measured must not have to wait for the one who looks.
    String still =
        "SELECT count(*) FROM (SELECT FROM sla_timer WHERE alarm_at <= TIMESTAMPTZ '"
            + first.plus(WITHIN)
            + "' LIMIT 1) t";
    while (number(still) > 0) {
      if (System.nanoTime() - until > 0) {
        throw new BenchProblem("Ten minutes later some timers have not gone off.");
      }
      Thread.sleep(1_000);
    }
    String late =
        "FROM (SELECT a.id, extract(epoch FROM h.at - a.alarm_at) * 1000 AS ms FROM alarm_of_bench a"
            + " JOIN history h ON h.ticket_id = a.id AND h.action = 'sla_at_risk') l";
    return new Lateness(
        timers,
        (int) number("SELECT count(*) " + late),
        (int) number("SELECT count(*) - count(DISTINCT id) " + late),
        number("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) " + late),
        number("SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) " + late),
        number("SELECT max(ms) " + late));
  }

  /** Copies one ticket so many times, each with a moment of its own. */
  private void arm(String templateId, Instant first) throws SQLException, InterruptedException {
    List<String> columns = columns(tickets, "ticket");
    String values =
        columns.stream()
            .map(
                column ->
                    switch (column) {
                      case "id" -> "a.id";
                      case "number" ->
                          String.format(
                              Locale.ROOT,
                              "'ALM-%d' || lpad(a.n::text, 7, '0')",
                              first.toEpochMilli() % 1_000_000_000);
                      case "response_at_risk_at" -> "a.alarm_at";
                      case "response_due_at",
                          "resolution_due_at",
                          "resolution_at_risk_at",
                          "sla_due_at" ->
                          "a.alarm_at + interval '1 day'";
                      default -> "t." + column;
                    })
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    execute(
        "CREATE TABLE alarm_of_bench AS SELECT n, "
            + id(first)
            + " AS id, TIMESTAMPTZ '"
            + first
            + "' + n * interval '"
            + WITHIN.toMillis()
            + " milliseconds' / "
            + timers
            + " AS alarm_at FROM generate_series(1, "
            + timers
            + ") n");
    execute("CREATE INDEX ON alarm_of_bench (id)");
    execute(
        "INSERT INTO ticket ("
            + String.join(", ", columns)
            + ") SELECT "
            + values
            + " FROM alarm_of_bench a, ticket t WHERE t.id = '"
            + templateId
            + "'");
    execute(
        "INSERT INTO sla_timer (ticket_id, alarm_at, revision)"
            + " SELECT a.id, a.alarm_at, s.revision FROM alarm_of_bench a, sla_timer s"
            + " WHERE s.ticket_id = '"
            + templateId
            + "'");
    execute("ANALYZE");
    recordEach(templateId, first);
  }

  /** The same in both databases. */
  private static String id(Instant first) {
    return "md5('" + first + "' || n)::uuid";
  }

  /** Tickets that agent-service has never heard of would cost it more than others. */
  private void recordEach(String templateId, Instant first)
      throws SQLException, InterruptedException {
    String template = " FROM ticket_record t WHERE ticket_id = '" + templateId + "'";
    while (number(records, "SELECT count(*)" + template) == 0) {
      Thread.sleep(200);
    }
    String columns =
        columns(records, "ticket_record").stream()
            .filter(column -> !column.equals("ticket_id"))
            .collect(Collectors.joining(", "));
    execute(
        records,
        "INSERT INTO ticket_record (ticket_id, "
            + columns
            + ") SELECT "
            + id(first)
            + ", t.* FROM generate_series(1, "
            + timers
            + ") n, (SELECT "
            + columns
            + template
            + ") t");
    execute(records, "ANALYZE");
  }

  private static List<String> columns(Connection database, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT column_name FROM information_schema.columns WHERE table_name = '"
                    + table
                    + "' AND is_generated = 'NEVER'")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }

  private double number(String query) throws SQLException {
    return number(tickets, query);
  }

  private static double number(Connection database, String query) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getDouble(1);
    }
  }

  private void execute(String sql) throws SQLException {
    execute(tickets, sql);
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
