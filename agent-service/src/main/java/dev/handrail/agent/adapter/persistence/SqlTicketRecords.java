package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.TicketRecords;
import dev.handrail.agent.domain.figures.Figures;
import dev.handrail.agent.domain.figures.Promise;
import dev.handrail.agent.domain.figures.TicketRecord;
import dev.handrail.agent.domain.figures.TicketRecord.Deed;
import dev.handrail.agent.domain.figures.TicketState;
import dev.handrail.agent.domain.figures.TicketState.Standing;
import dev.handrail.agent.domain.figures.TicketState.Urgency;
import dev.handrail.kit.sql.Json;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records of tickets and sums by agent in PostgreSQL. */
@ApplicationScoped
class SqlTicketRecords implements TicketRecords {

  private static final List<String> COLUMNS =
      List.of(
          "ticket_id",
          "sequence",
          "app",
          "department",
          "standing",
          "urgency",
          "assignee",
          "first_due_at",
          "first_breached",
          "first_at",
          "resolution_due_at",
          "resolution_breached",
          "resolution_at",
          "rating",
          "created_at",
          "resolved_at",
          "closed_at",
          "deleted",
          "answer_sequence",
          "answered_by",
          "rated_sequence",
          "rated_agent",
          "had_by");

  private static final String LOCK =
      "SELECT %s FROM ticket_record WHERE ticket_id = ANY (?) ORDER BY ticket_id FOR UPDATE"
          .formatted(String.join(", ", COLUMNS));

  private static final String INSERT =
      """
      INSERT INTO ticket_record (%1$s)
      SELECT %1$s FROM jsonb_populate_recordset(NULL::ticket_record, ?)
      ON CONFLICT DO NOTHING RETURNING ticket_id
      """
          .formatted(String.join(", ", COLUMNS));

  /** With the ids apart: the planner takes the rows of a document for so many that it reads all. */
  private static final String UPDATE =
      """
      UPDATE ticket_record r SET (%s) = ROW (%s)
      FROM jsonb_populate_recordset(NULL::ticket_record, ?) n
      WHERE r.ticket_id = ANY (?) AND r.ticket_id = n.ticket_id
      """
          .formatted(
              String.join(", ", COLUMNS),
              COLUMNS.stream().map(column -> "n." + column).collect(Collectors.joining(", ")));

  private static final String CREDIT =
      """
      INSERT INTO agent_figures_delta (agent, %s)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
          .formatted(each("%s"));

  /** Any number; the right to add up. */
  private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(7215640917733) AS mine";

  private static final String SUM_UP =
      """
      WITH noted AS (
          DELETE FROM agent_figures_delta
          WHERE id IN (SELECT id FROM agent_figures_delta ORDER BY id LIMIT ?)
          RETURNING *),
      added AS (
          INSERT INTO agent_figures AS f (agent, %1$s)
          SELECT agent, %2$s FROM noted GROUP BY agent
          ON CONFLICT (agent) DO UPDATE SET (%1$s) = ROW (%3$s))
      SELECT count(*) AS notes FROM noted
      """
          .formatted(each("%s"), each("sum(%s)"), each("f.%1$s + excluded.%1$s"));

  private final Sql sql;

  SqlTicketRecords(Sql sql) {
    this.sql = sql;
  }

  private static String each(String expression) {
    return FiguresQueries.SUMS.stream()
        .map(column -> expression.replace("%1$s", column).replace("%s", column))
        .collect(Collectors.joining(", "));
  }

  /** In the order of their ids, so that two consumers wait for each other and no more. */
  @Override
  public Map<UUID, TicketRecord> lock(Collection<UUID> tickets) {
    Map<UUID, TicketRecord> locked = new HashMap<>();
    for (TicketRecord record :
        sql.list(LOCK, SqlTicketRecords::read, (Object) tickets.toArray(UUID[]::new))) {
      locked.put(record.ticket(), record);
    }
    return locked;
  }

  @Override
  public List<UUID> add(List<TicketRecord> records) {
    Set<UUID> added = new HashSet<>(sql.list(INSERT, row -> row.uuid("ticket_id"), rows(records)));
    return records.stream().map(TicketRecord::ticket).filter(id -> !added.contains(id)).toList();
  }

  @Override
  public void replace(List<TicketRecord> records) {
    sql.update(
        UPDATE, rows(records), records.stream().map(TicketRecord::ticket).toArray(UUID[]::new));
  }

  /** In the order of their ids, so that two who add the same tickets do not block each other. */
  private static Json rows(List<TicketRecord> records) {
    return JsonColumns.rows(
        COLUMNS,
        records.stream()
            .sorted(Comparator.comparing(TicketRecord::ticket))
            .map(SqlTicketRecords::values)
            .toList());
  }

  @Override
  public void credit(Map<String, Figures> differences) {
    if (differences.isEmpty()) {
      return;
    }
    Map<String, Figures> sorted = new TreeMap<>(differences);
    sql.update(
        CREDIT,
        sorted.keySet().toArray(String[]::new),
        column(sorted, Figures::open),
        column(sorted, Figures::handled),
        column(sorted, Figures::closed),
        column(sorted, Figures::firstResponses),
        column(sorted, Figures::firstResponseMillis),
        column(sorted, Figures::resolutions),
        column(sorted, Figures::resolutionMillis),
        column(sorted, Figures::ratings),
        column(sorted, Figures::stars),
        column(sorted, Figures::met),
        column(sorted, Figures::breached));
  }

  @Override
  public int sumUp(int most) {
    boolean mine = sql.first(TRY_LOCK, row -> row.bool("mine")).orElseThrow();
    return mine ? sql.first(SUM_UP, row -> row.intValue("notes"), most).orElseThrow() : 0;
  }

  private static Long[] column(Map<String, Figures> figures, ToLongFunction<Figures> value) {
    return figures.values().stream().map(value::applyAsLong).toArray(Long[]::new);
  }

  private static @Nullable Object[] values(TicketRecord record) {
    TicketState state = record.state();
    Deed answer = record.answer();
    Deed rated = record.rated();
    return new @Nullable Object[] {
      record.ticket(),
      record.sequence(),
      state.app(),
      state.department(),
      state.standing().wire(),
      state.urgency().rank(),
      state.assignee(),
      state.firstResponse().dueAt(),
      state.firstResponse().breached(),
      state.firstResponse().at(),
      state.resolution().dueAt(),
      state.resolution().breached(),
      state.resolution().at(),
      state.rating(),
      state.createdAt(),
      state.resolvedAt(),
      state.closedAt(),
      state.deleted(),
      answer == null ? null : answer.sequence(),
      answer == null ? null : answer.agent(),
      rated == null ? null : rated.sequence(),
      rated == null ? null : rated.agent(),
      record.hadBy().toArray(String[]::new)
    };
  }

  private static TicketRecord read(Row row) throws SQLException {
    return new TicketRecord(
        row.uuid("ticket_id"),
        row.longValue("sequence"),
        new TicketState(
            row.string("app"),
            row.string("department"),
            Wires.read(Standing.class, row.string("standing")),
            Urgency.ofRank(row.intValue("urgency")).orElseThrow(),
            row.stringOrNull("assignee"),
            new Promise(
                row.instant("first_due_at"),
                row.bool("first_breached"),
                row.instantOrNull("first_at")),
            new Promise(
                row.instant("resolution_due_at"),
                row.bool("resolution_breached"),
                row.instantOrNull("resolution_at")),
            row.intOrNull("rating"),
            row.instant("created_at"),
            row.instantOrNull("resolved_at"),
            row.instantOrNull("closed_at"),
            row.bool("deleted")),
        deed(row, "answer_sequence", "answered_by"),
        deed(row, "rated_sequence", "rated_agent"),
        new TreeSet<>(row.strings("had_by")));
  }

  private static @Nullable Deed deed(Row row, String sequence, String agent) throws SQLException {
    Long told = row.longOrNull(sequence);
    return told == null ? null : new Deed(told, row.stringOrNull(agent));
  }
}
