package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.outbox.Outbox;
import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.adapter.ChangeEvents;
import dev.handrail.ticket.adapter.RoutingBell;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.AuditLine;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.HistoryEntry;
import dev.handrail.ticket.domain.Link;
import dev.handrail.ticket.domain.Message;
import dev.handrail.ticket.domain.SlaLedger;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketEvent;
import dev.handrail.ticket.domain.sla.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tickets in PostgreSQL. A change is one statement: row, message, history and outbox travel to the
 * database together, because round trips are most of what a change costs.
 */
@ApplicationScoped
class SqlTicketRepository implements TicketRepository {

  private static final String MESSAGE_COLUMNS =
      "(ticket_id, position, id, author_id, author_name, author_kind, text, format, visibility,"
          + " created_at, search)";

  static final String HISTORY_COLUMNS =
      "(ticket_id, sequence, number, app, at, actor_id, actor_name, actor_kind, origin, action,"
          + " changes, reason, seal)";

  static final String LEDGER_COLUMNS =
      "(ticket_id, sequence, line, at, event, target, status, policy, policy_version, calendar,"
          + " calendar_version, response_target, resolution_target)";

  private static final String LEDGER_GIVEN =
      " SELECT ?::uuid, ?::bigint, l.line, l.at, l.event, l.target, l.status, ?, ?::bigint, ?,"
          + " ?::bigint, ?::bigint, ?::bigint";

  private static final String LEDGER_LINES =
      "unnest(?::timestamptz[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY"
          + " AS l(at, event, target, status, line)";

  static final String EVENTS =
      """
      INSERT INTO outbox (event_id, topic, key, type, sequence, occurred_at, traceparent, data)
      SELECT e.event_id, e.topic, e.key, e.type, e.sequence, e.occurred_at, ?::varchar, e.data
      """;

  static final String EVENTS_GIVEN =
      """
      unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[])
        WITH ORDINALITY
        AS e(event_id, topic, key, type, sequence, occurred_at, data, ordinal)
      ORDER BY e.ordinal
      """;

  private static final String CREATE =
      "WITH created AS ("
          + TicketRows.INSERT
          + "), opening AS (INSERT INTO message "
          + MESSAGE_COLUMNS
          + " VALUES (?, ?, ?, ?, ?::varchar, ?, ?, ?, ?, ?, search_document(?, ?))"
          + "), line AS (INSERT INTO history "
          + HISTORY_COLUMNS
          + " VALUES (?, ?, ?, ?, ?, ?, ?::varchar, ?, ?, ?, ?, ?::varchar, ?)"
          + "), timer AS (INSERT INTO sla_timer (ticket_id, alarm_at, revision) VALUES (?, ?, ?)"
          + "), account AS (INSERT INTO sla_ledger "
          + LEDGER_COLUMNS
          + LEDGER_GIVEN
          + " FROM "
          + LEDGER_LINES
          + ")";

  private static final String CREATE_LINKS =
      """
      , links AS (
        INSERT INTO ticket_link (ticket_id, type, id, position)
        SELECT ?::uuid, l.type, l.id, l.position
        FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS l(type, id, position)
      )
      """;

  /** {@link Seals#seal} of a line behind that of the row, which nobody else changes meanwhile. */
  private static final String NEXT_SEAL = "sha256(coalesce(t.seal, ''::bytea) || ?::bytea)";

  /** The update says by its one row that the ticket is as the change found it. */
  private static final String UPDATED =
      "WITH changed AS ("
          + TicketRows.UPDATE
          + ", seal = "
          + NEXT_SEAL
          + " WHERE t.id = ? AND t.version = ? AND t.event_sequence = ? RETURNING t.id, t.seal)";

  private static final String HISTORY_OF_CHANGED =
      ", line AS (INSERT INTO history "
          + HISTORY_COLUMNS
          + """
           SELECT changed.id, ?, ?, ?, ?, ?, ?::varchar, ?, ?, ?, ?, ?::varchar, changed.seal
           FROM changed)
          """;

  private static final String MESSAGE_OF_CHANGED =
      ", posted AS (INSERT INTO message "
          + MESSAGE_COLUMNS
          + """
           SELECT changed.id, ?, ?, ?, ?::varchar, ?, ?, ?, ?, ?, search_document(?, ?)
           FROM changed)
          """;

  private static final String ASSIGNMENT_OF_CHANGED =
      """
      , given AS (
        INSERT INTO assignment (ticket_id, sequence, agent_id, agent_name, at, how, actor_id)
        SELECT changed.id, ?, ?::varchar, ?::varchar, ?, ?, ? FROM changed)
      """;

  /** Of a listed agent, which whoever gives it a ticket has locked already. */
  private static final String AGENT_OF_CHANGED =
      """
      , busy AS (
        UPDATE agent a SET last_assigned_at = ? FROM changed WHERE a.id = ? AND a.listed)
      """;

  private static final String ESCALATION_OF_CHANGED =
      """
      , up AS (
        INSERT INTO escalation (ticket_id, sequence, at, actor_id, actor_name, actor_kind, cause,
          reason, from_level, level, from_agent_id, from_agent_name, to_agent_id, to_agent_name)
        SELECT changed.id, ?, ?, ?, ?::varchar, ?, ?, ?, ?, ?, ?::varchar, ?::varchar, ?::varchar,
          ?::varchar
        FROM changed)
      """;

  private static final String SEARCH_OF_CHANGED =
      """
      , findable AS (
        UPDATE message m SET search = search_document(?, ?)
        FROM changed WHERE m.ticket_id = changed.id AND m.position = 1)
      """;

  private static final String LEDGER_OF_CHANGED =
      ", account AS (INSERT INTO sla_ledger "
          + LEDGER_COLUMNS
          + LEDGER_GIVEN
          + " FROM changed, "
          + LEDGER_LINES
          + ")";

  /** Locked after the ticket, always: so two changes never wait for each other. */
  private static final String TIMER_OF_CHANGED =
      """
      , timer AS (
        INSERT INTO sla_timer AS s (ticket_id, alarm_at, revision)
        SELECT changed.id, ?::timestamptz, ?::bigint FROM changed
        ON CONFLICT (ticket_id) DO UPDATE SET alarm_at = excluded.alarm_at, revision = excluded.revision)
      """;

  private static final String TIMER_ENDED =
      ", timer AS (DELETE FROM sla_timer s USING changed WHERE s.ticket_id = changed.id)";

  private static final String DELETED =
      "WITH changed AS (DELETE FROM ticket t WHERE t.id = ? AND t.version = ?"
          + " AND t.event_sequence = ? RETURNING t.id, "
          + NEXT_SEAL
          + """
       AS seal
      ), messages AS (
        DELETE FROM message m USING changed WHERE m.ticket_id = changed.id
      ), links AS (
        DELETE FROM ticket_link l USING changed WHERE l.ticket_id = changed.id
      ), assignments AS (
        DELETE FROM assignment a USING changed WHERE a.ticket_id = changed.id
      ), timer AS (
        DELETE FROM sla_timer s USING changed WHERE s.ticket_id = changed.id
      ), accounts AS (
        DELETE FROM sla_ledger l USING changed WHERE l.ticket_id = changed.id
      ), escalations AS (
        DELETE FROM escalation e USING changed WHERE e.ticket_id = changed.id
      )
      """;

  /** A change and how it is written. */
  private record Write(Change change, SqlText statement) {}

  /** Replicas that look at the same time choose among so many times what they take. */
  private static final int SPREAD = 8;

  private final Sql sql;
  private final Catalogue catalogue;
  private final Outbox outbox;
  private final ChangeEvents events;
  private final Seals seals;
  private final AlarmRows alarms;
  private final AfterCommit afterCommit;
  private final RoutingBell bell;

  SqlTicketRepository(
      Sql sql,
      Catalogue catalogue,
      Outbox outbox,
      ChangeEvents events,
      Seals seals,
      AlarmRows alarms,
      AfterCommit afterCommit,
      RoutingBell bell) {
    this.sql = sql;
    this.catalogue = catalogue;
    this.outbox = outbox;
    this.events = events;
    this.seals = seals;
    this.alarms = alarms;
    this.afterCommit = afterCommit;
    this.bell = bell;
  }

  @Override
  public Optional<Ticket> findForChange(String ref) {
    return TicketRef.parse(ref)
        .flatMap(
            r ->
                sql.first(
                    "SELECT "
                        + TicketRows.COLUMNS
                        + " FROM ticket t WHERE "
                        + r.condition()
                        + " FOR UPDATE OF t",
                    this::ticket,
                    r.value()));
  }

  private Ticket ticket(Row row) throws SQLException {
    return TicketRows.read(row, catalogue);
  }

  @Override
  public List<Ticket> lockWithAlarm(Instant now, int most) {
    return lock(
        """
        SELECT ticket_id FROM (
          SELECT ticket_id FROM sla_timer WHERE alarm_at < ? ORDER BY alarm_at LIMIT ?
        ) due ORDER BY random() LIMIT ?
        """,
        now,
        most * SPREAD,
        most);
  }

  @Override
  public List<Ticket> lockWithTermsBefore(long revision, int most) {
    return lock(
        """
        SELECT ticket_id FROM (
          SELECT ticket_id FROM sla_timer WHERE revision < ? LIMIT ?
        ) outdated ORDER BY random() LIMIT ?
        """,
        revision,
        most * SPREAD,
        most);
  }

  /**
   * Locks those of the tickets that nobody else has locked: who has one looks after its deadlines
   * itself. Timers are read without a lock, because a change locks its ticket first.
   */
  private List<Ticket> lock(String chosen, @Nullable Object... params) {
    return sql.list(
        "SELECT "
            + TicketRows.COLUMNS
            + " FROM ticket t WHERE t.id = ANY (ARRAY("
            + chosen
            + ")) ORDER BY t.id FOR UPDATE OF t SKIP LOCKED",
        this::ticket,
        params);
  }

  @Override
  public void rearm(Ticket ticket) {
    sql.update(
        "UPDATE sla_timer SET alarm_at = ?::timestamptz WHERE ticket_id = ?",
        ticket.status().isActive() ? ticket.sla().nextAlarmAt() : null,
        ticket.id());
  }

  @Override
  public void keepTerms(List<UUID> tickets, long revision) {
    sql.update(
        """
        WITH kept AS (UPDATE ticket SET sla_revision = ?::bigint WHERE id = ANY (?) RETURNING id)
        UPDATE sla_timer s SET revision = ?::bigint FROM kept WHERE s.ticket_id = kept.id
        """,
        revision,
        tickets.toArray(UUID[]::new),
        revision);
  }

  @Override
  public void save(Change change) {
    HistoryEntry history = change.history();
    if (change.isEmpty() || history == null) {
      return;
    }
    // First, because it refuses to go on without a transaction.
    outbox.wakeAfterCommit();
    SqlText statement = statement(change, history);
    requireWritten(change, sql.update(statement.text(), statement.params()));
  }

  @Override
  public void saveAll(List<Change> changes) {
    outbox.wakeAfterCommit();
    Map<Boolean, List<Change>> fit =
        changes.stream().collect(Collectors.partitioningBy(AlarmRows::fits));
    alarms.write(fit.getOrDefault(true, List.of()));
    // Other changes of one kind have one text, which travels once for all of them.
    Map<String, List<Write>> alike = new LinkedHashMap<>();
    for (Change change : fit.getOrDefault(false, List.of())) {
      HistoryEntry history = change.history();
      if (!change.isEmpty() && history != null) {
        SqlText statement = statement(change, history);
        alike
            .computeIfAbsent(statement.text(), _ -> new ArrayList<>())
            .add(new Write(change, statement));
      }
    }
    alike.forEach(
        (text, writes) -> {
          int[] written =
              sql.updateAll(
                  text, writes.stream().map(write -> write.statement().params()).toList());
          for (int i = 0; i < written.length; i++) {
            requireWritten(writes.get(i).change(), written[i]);
          }
        });
  }

  private SqlText statement(Change change, HistoryEntry history) {
    if (change.concernsRouting()) {
      afterCommit.run(bell::ring);
    }
    SqlText statement = new SqlText();
    Ticket before = change.before();
    if (before == null) {
      create(statement, change, history);
    } else {
      change(statement, before, change, history);
    }
    return statement;
  }

  private static void requireWritten(Change change, int written) {
    if (written != change.events().size()) {
      throw new IllegalStateException(
          "Ticket " + change.after().id() + " was changed by somebody without its lock.");
    }
  }

  @Override
  public void markRead(UUID ticket, boolean byStaff) {
    sql.update(
        byStaff
            ? """
              UPDATE ticket SET staff_unread = 0, staff_read_up_to = message_count
              WHERE id = ? AND (staff_unread <> 0 OR staff_read_up_to <> message_count)
              """
            : """
              UPDATE ticket SET customer_unread = 0, customer_read_up_to = message_count
              WHERE id = ? AND (customer_unread <> 0 OR customer_read_up_to <> message_count)
              """,
        ticket);
  }

  @Override
  public void saveWatchers(UUID ticket, List<String> watchers) {
    sql.update("UPDATE ticket SET watchers = ? WHERE id = ?", watchers, ticket);
  }

  private void create(SqlText statement, Change change, HistoryEntry history) {
    Ticket ticket = change.after();
    Message opening =
        message(change)
            .orElseThrow(() -> new IllegalArgumentException("A ticket begins with a message."));
    statement.add(CREATE);
    statement.addAll(TicketRows.fixed(ticket));
    statement.addAll(TicketRows.changing(ticket));
    byte[] seal = Seals.seal(null, seals.proof(AuditLine.of(change, history)));
    statement.add("", seal, ticket.id());
    addMessage(statement, ticket, opening);
    statement.add("", ticket.id());
    addHistory(statement, change, history);
    statement.add("", (Object) seal);
    statement.add("", ticket.id(), ticket.sla().nextAlarmAt(), ticket.sla().terms().revision());
    addLedger(statement, change);
    List<Link> links = ticket.links();
    if (!links.isEmpty()) {
      statement.add(CREATE_LINKS);
      statement.add(
          "",
          ticket.id(),
          links.stream().map(Link::type).toArray(String[]::new),
          links.stream().map(Link::id).toArray(String[]::new));
    }
    addEvents(statement, change, EVENTS + "FROM " + EVENTS_GIVEN);
  }

  private void change(SqlText statement, Ticket before, Change change, HistoryEntry history) {
    Ticket after = change.after();
    boolean deleted = change.events().stream().anyMatch(TicketEvent.Deleted.class::isInstance);
    byte[] proof = seals.proof(AuditLine.of(change, history));
    if (deleted) {
      statement.add(DELETED, before.id(), before.version(), before.eventSequence(), proof);
    } else {
      statement.add(UPDATED);
      statement.addAll(TicketRows.changing(after));
      statement.addAll(TicketRows.afterwards(after));
      statement.add("", proof, before.id(), before.version(), before.eventSequence());
    }
    statement.add(HISTORY_OF_CHANGED);
    addHistory(statement, change, history);
    message(change)
        .ifPresent(
            message -> {
              statement.add(MESSAGE_OF_CHANGED);
              addMessage(statement, after, message);
            });
    addAssignment(statement, change);
    String carrier = change.newCarrier();
    if (carrier != null) {
      statement.add(AGENT_OF_CHANGED, change.at(), carrier);
    }
    if (!deleted) {
      addTimer(statement, before, after);
      if (!change.slaLedger().isEmpty()) {
        statement.add(LEDGER_OF_CHANGED);
        addLedger(statement, change);
      }
    }
    if (!deleted && isFoundOtherwise(before, after)) {
      statement.add(SEARCH_OF_CHANGED);
      statement.add("", SearchDocuments.ofTicket(after), SearchDocuments.marks(after, 1));
    }
    addEvents(statement, change, EVENTS + "FROM changed, " + EVENTS_GIVEN);
  }

  private static void addTimer(SqlText statement, Ticket before, Ticket after) {
    if (!after.status().isActive()) {
      statement.add(before.status().isActive() ? TIMER_ENDED : "");
    } else if (!before.status().isActive()
        || before.sla().terms().revision() != after.sla().terms().revision()
        || !Objects.equals(before.sla().nextAlarmAt(), after.sla().nextAlarmAt())) {
      statement.add(TIMER_OF_CHANGED, after.sla().nextAlarmAt(), after.sla().terms().revision());
    }
  }

  private static void addLedger(SqlText statement, Change change) {
    Terms terms = change.after().sla().terms();
    List<SlaLedger.Line> lines = change.slaLedger();
    statement.add(
        "",
        change.after().id(),
        change.firstSequence(),
        terms.policy(),
        terms.policyVersion(),
        terms.calendar().key(),
        terms.calendar().version(),
        terms.targets().firstResponse().toSeconds(),
        terms.targets().resolution().toSeconds(),
        lines.stream().map(SlaLedger.Line::at).toArray(Instant[]::new),
        lines.stream().map(line -> line.event().wire()).toArray(String[]::new),
        lines.stream()
            .<@Nullable String>map(line -> line.target() == null ? null : line.target().wire())
            .toArray(String[]::new),
        lines.stream().map(line -> line.status().wire()).toArray(String[]::new));
  }

  private static boolean isFoundOtherwise(Ticket before, Ticket after) {
    return !SearchDocuments.ofTicket(before).equals(SearchDocuments.ofTicket(after))
        || !SearchDocuments.marks(before, 1).equals(SearchDocuments.marks(after, 1));
  }

  private static void addMessage(SqlText statement, Ticket ticket, Message m) {
    statement.add(
        "",
        m.position(),
        m.id(),
        m.author().id(),
        m.author().name(),
        m.author().kind().wire(),
        m.text(),
        m.format().wire(),
        m.visibility().wire(),
        m.createdAt(),
        SearchDocuments.words(ticket, m),
        SearchDocuments.marks(ticket, m.position()));
  }

  private static void addHistory(SqlText statement, Change change, HistoryEntry line) {
    statement.add(
        "",
        change.firstSequence(),
        change.after().number(),
        change.after().app(),
        line.at().truncatedTo(ChronoUnit.MICROS),
        line.actor().id(),
        line.actor().name(),
        line.actor().kind().wire(),
        line.actor().origin(),
        line.action(),
        JsonColumns.changes(line.changes()),
        line.reason());
  }

  private static void addAssignment(SqlText statement, Change change) {
    List<TicketEvent> events = change.events();
    for (int i = 0; i < events.size(); i++) {
      long sequence = change.firstSequence() + i;
      Instant at = change.at();
      String actor = change.actor().id();
      if (events.get(i) instanceof TicketEvent.Assigned e) {
        statement.add(ASSIGNMENT_OF_CHANGED);
        statement.add("", sequence, e.to().id(), e.to().name(), at, e.how().wire(), actor);
      } else if (events.get(i) instanceof TicketEvent.Unassigned) {
        statement.add(ASSIGNMENT_OF_CHANGED);
        statement.add("", sequence, null, null, at, "unassigned", actor);
      } else if (events.get(i) instanceof TicketEvent.Escalated e) {
        addEscalation(statement, sequence, e.escalation());
      }
    }
  }

  private static void addEscalation(SqlText statement, long sequence, Escalation e) {
    Assignee from = e.fromAgent();
    Assignee to = e.toAgent();
    statement.add(ESCALATION_OF_CHANGED);
    statement.add(
        "",
        sequence,
        e.at(),
        e.by().id(),
        e.by().name(),
        e.by().kind().wire(),
        e.cause().wire(),
        e.reason(),
        e.fromLevel(),
        e.level(),
        from == null ? null : from.id(),
        from == null ? null : from.name(),
        to == null ? null : to.id(),
        to == null ? null : to.name());
  }

  private void addEvents(SqlText statement, Change change, String insert) {
    List<OutboxEvent> made = events.of(change);
    statement.add(insert);
    statement.add(
        "",
        outbox.traceparent(),
        made.stream().map(OutboxEvent::id).toArray(UUID[]::new),
        made.stream().map(OutboxEvent::topic).toArray(String[]::new),
        made.stream().map(OutboxEvent::key).toArray(String[]::new),
        made.stream().map(OutboxEvent::type).toArray(String[]::new),
        made.stream().map(OutboxEvent::sequence).toArray(Long[]::new),
        made.stream().map(OutboxEvent::time).toArray(Instant[]::new),
        made.stream().map(OutboxEvent::data).toArray(String[]::new));
  }

  private static Optional<Message> message(Change change) {
    return change.events().stream()
        .<@Nullable Message>map(
            event ->
                switch (event) {
                  case TicketEvent.Created e -> e.opening();
                  case TicketEvent.MessagePosted e -> e.message();
                  case TicketEvent.PriorityChanged _,
                      TicketEvent.SlaTargetsSet _,
                      TicketEvent.SlaAtRisk _,
                      TicketEvent.SlaBreached _,
                      TicketEvent.SlaMet _,
                      TicketEvent.StatusChanged _,
                      TicketEvent.Assigned _,
                      TicketEvent.Unassigned _,
                      TicketEvent.Resolved _,
                      TicketEvent.Closed _,
                      TicketEvent.Reopened _,
                      TicketEvent.Rated _,
                      TicketEvent.Updated _,
                      TicketEvent.Deleted _,
                      TicketEvent.Escalated _,
                      TicketEvent.RatingRequested _,
                      TicketEvent.Overdue _ ->
                      null;
                })
        .filter(Objects::nonNull)
        .findFirst();
  }
}
