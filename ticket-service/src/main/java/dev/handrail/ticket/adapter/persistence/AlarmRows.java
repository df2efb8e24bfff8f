package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.outbox.Outbox;
import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.kit.sql.Json;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.adapter.ChangeEvents;
import dev.handrail.ticket.domain.AuditLine;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.SlaLedger;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketEvent;
import dev.handrail.ticket.domain.sla.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes that say of deadlines that they are in danger or were missed, and that change
 * nothing else of their tickets. A thousand may be due in one second, so any number of them is one
 * statement: what a statement costs before it comes to its first row, with every index of a ticket
 * to be opened, is far more than what such a row costs.
 */
@ApplicationScoped
class AlarmRows {

  /**
   * No join but that with the ticket's row: the planner expects few rows, so it would go through
   * all of one side for each of the other. Nothing is left behind by a ticket that is not as it was
   * found, because then no event is written and the caller does not commit.
   */
  private static final String WRITE =
      """
      WITH changed AS (
        UPDATE ticket t
        SET response_said = s.response_said, resolution_said = s.resolution_said,
            event_sequence = s.event_sequence, seal = sha256(coalesce(t.seal, ''::bytea) || s.proof)
        FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::integer[], ?::integer[],
              ?::timestamptz[], ?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[],
              ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::jsonb[], ?::text[])
            AS s(ticket_id, version, former_sequence, event_sequence, response_said, resolution_said,
              alarm_at, proof, sequence, number, app, at,
              actor_id, actor_name, actor_kind, origin, action, changes, reason)
        WHERE t.id = s.ticket_id AND t.version = s.version AND t.event_sequence = s.former_sequence
        RETURNING s.*, t.seal
      ), found AS (
        SELECT FROM changed HAVING count(*) = ?
      ), timer AS (
        UPDATE sla_timer r SET alarm_at = changed.alarm_at
        FROM changed WHERE r.ticket_id = changed.ticket_id
      ), line AS (
        INSERT INTO history %1$s
        SELECT ticket_id, sequence, number, app, at, actor_id, actor_name, actor_kind, origin,
          action, changes, reason, seal
        FROM changed
      ), account AS (
        INSERT INTO sla_ledger %2$s
        SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::integer[], ?::timestamptz[], ?::text[],
          ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
          ?::bigint[])
        WHERE EXISTS (SELECT FROM found)
      )
      """
              .formatted(SqlTicketRepository.HISTORY_COLUMNS, SqlTicketRepository.LEDGER_COLUMNS)
          + SqlTicketRepository.EVENTS
          + "FROM found, "
          + SqlTicketRepository.EVENTS_GIVEN;

  /** A change and the line that it adds to the history. */
  private record Said(Change change, Ticket before, HistoryEntry history) {
    Ticket after() {
      return change.after();
    }
  }

  /** A line of the account of the clocks, and its number within the change that adds it. */
  private record Entry(Change change, int number, SlaLedger.Line line) {
    Terms terms() {
      return change.after().sla().terms();
    }
  }

  private final Sql sql;
  private final Outbox outbox;
  private final ChangeEvents events;
  private final Seals seals;

  AlarmRows(Sql sql, Outbox outbox, ChangeEvents events, Seals seals) {
    this.sql = sql;
    this.outbox = outbox;
    this.events = events;
    this.seals = seals;
  }

  /** Whether a change is one of these. */
  static boolean fits(Change change) {
    Ticket before = change.before();
    return before != null
        && change.history() != null
        && before.status().isActive()
        && change.events().stream()
            .allMatch(
                event ->
                    event instanceof TicketEvent.SlaAtRisk
                        || event instanceof TicketEvent.SlaBreached)
        && TicketRows.differInWhatIsSaid(before, change.after());
  }

  /**
   * Writes any number of changes that {@link #fits fit}, each of another ticket.
   *
   * @throws IllegalStateException if a ticket is not as its change found it; the transaction must
   *     not be committed then
   */
  void write(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    List<Said> said = changes.stream().map(AlarmRows::said).toList();
    List<Entry> lines = changes.stream().flatMap(AlarmRows::entries).toList();
    List<OutboxEvent> made = changes.stream().flatMap(c -> events.of(c).stream()).toList();
    int written =
        sql.update(
            WRITE,
            column(said, s -> s.after().id(), UUID[]::new),
            column(said, s -> s.before().version(), Long[]::new),
            column(said, s -> s.before().eventSequence(), Long[]::new),
            column(said, s -> s.after().eventSequence(), Long[]::new),
            column(said, s -> TicketRows.said(s.after().sla().firstResponse()), Integer[]::new),
            column(said, s -> TicketRows.said(s.after().sla().resolution()), Integer[]::new),
            column(said, s -> s.after().sla().nextAlarmAt(), Instant[]::new),
            column(said, s -> seals.proof(AuditLine.of(s.change(), s.history())), byte[][]::new),
            column(said, s -> s.change().firstSequence(), Long[]::new),
            column(said, s -> s.after().number(), String[]::new),
            column(said, s -> s.after().app(), String[]::new),
            column(said, s -> s.history().at().truncatedTo(ChronoUnit.MICROS), Instant[]::new),
            column(said, s -> s.history().actor().id(), String[]::new),
            column(said, s -> s.history().actor().name(), String[]::new),
            column(said, s -> s.history().actor().kind().wire(), String[]::new),
            column(said, s -> s.history().actor().origin(), String[]::new),
            column(said, s -> s.history().action(), String[]::new),
            column(said, s -> JsonColumns.changes(s.history().changes()), Json[]::new),
            column(said, s -> s.history().reason(), String[]::new),
            said.size(),
            column(lines, e -> e.change().after().id(), UUID[]::new),
            column(lines, e -> e.change().firstSequence(), Long[]::new),
            column(lines, Entry::number, Integer[]::new),
            column(lines, e -> e.line().at(), Instant[]::new),
            column(lines, e -> e.line().event().wire(), String[]::new),
            column(
                lines,
                e -> e.line().target() == null ? null : e.line().target().wire(),
                String[]::new),
            column(lines, e -> e.line().status().wire(), String[]::new),
            column(lines, e -> e.terms().policy(), String[]::new),
            column(lines, e -> e.terms().policyVersion(), Long[]::new),
            column(lines, e -> e.terms().calendar().key(), String[]::new),
            column(lines, e -> e.terms().calendar().version(), Long[]::new),
            column(lines, e -> e.terms().targets().firstResponse().toSeconds(), Long[]::new),
            column(lines, e -> e.terms().targets().resolution().toSeconds(), Long[]::new),
            outbox.traceparent(),
            column(made, OutboxEvent::id, UUID[]::new),
            column(made, OutboxEvent::topic, String[]::new),
            column(made, OutboxEvent::key, String[]::new),
            column(made, OutboxEvent::type, String[]::new),
            column(made, OutboxEvent::sequence, Long[]::new),
            column(made, OutboxEvent::time, Instant[]::new),
            column(made, OutboxEvent::data, String[]::new));
    if (written != made.size()) {
      throw new IllegalStateException("A ticket was changed by somebody without its lock.");
    }
  }

  private static Said said(Change change) {
    return new Said(
        change, Objects.requireNonNull(change.before()), Objects.requireNonNull(change.history()));
  }

  private static Stream<Entry> entries(Change change) {
    List<SlaLedger.Line> lines = change.slaLedger();
    return IntStream.range(0, lines.size()).mapToObj(i -> new Entry(change, i + 1, lines.get(i)));
  }

  private static <T, V extends @Nullable Object> V[] column(
      List<T> rows, Function<T, V> value, IntFunction<V[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
