package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.adapter.ChangeEvents;
import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.HistoryEntry;
import dev.handrail.kit.outbox.Outbox;
import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts in table {@code agent}. */
@ApplicationScoped
class SqlAgentRepository implements AgentRepository {

  private static final String HISTORY =
      """
      INSERT INTO agent_history
        (agent_id, version, at, actor_id, actor_name, actor_kind, action, changes, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** A mark in the log of the database that nobody reads: written and synced as rows are. */
  private static final String WRITE_NOTHING =
      "SELECT pg_logical_emit_message(true, 'registration', repeat('x', ?))";

  /** About what a new account, its line and its event take up. */
  private static final int BYTES_OF_REGISTRATION = 2_000;

  /** One of the numbers by which transactions of this service wait for each other. */
  private static final long FIRST_ADMIN = 0x6669_7273_7441_646DL;

  private final Sql sql;
  private final Outbox outbox;
  private final ChangeEvents events;

  SqlAgentRepository(Sql sql, Outbox outbox, ChangeEvents events) {
    this.sql = sql;
    this.outbox = outbox;
    this.events = events;
  }

  @Override
  public Optional<Agent> findForChange(UUID id) {
    return sql.first(
        "SELECT " + AgentRows.COLUMNS + " FROM agent a WHERE a.id = ? FOR UPDATE OF a",
        AgentRows::read,
        id);
  }

  @Override
  public Optional<Agent> find(UUID id) {
    return sql.first(
        "SELECT " + AgentRows.COLUMNS + " FROM agent a WHERE a.id = ?", AgentRows::read, id);
  }

  @Override
  public Optional<Agent> findByEmail(String email) {
    return sql.first(
        "SELECT " + AgentRows.COLUMNS + " FROM agent a WHERE a.email = ?", AgentRows::read, email);
  }

  @Override
  public void save(Change change) {
    HistoryEntry history = change.history();
    if (history == null) {
      return;
    }
    Agent before = change.before();
    if (before == null) {
      sql.update(AgentRows.INSERT, insert(change.after()));
    } else {
      update(before, change.after());
    }
    accompany(change, history, events.of(change));
  }

  @Override
  public void saveUnlessKnown(Change registration) {
    HistoryEntry history = registration.history();
    if (history == null) {
      throw new IllegalArgumentException("A registration has a history.");
    }
    // Made in any case, as everything is here.
    List<OutboxEvent> told = events.of(registration);
    int inserted =
        sql.update(
            AgentRows.INSERT + " ON CONFLICT (email) DO NOTHING", insert(registration.after()));
    if (inserted == 1) {
      accompany(registration, history, told);
    } else {
      sql.first(WRITE_NOTHING, row -> true, BYTES_OF_REGISTRATION / 2);
      sql.first(WRITE_NOTHING, row -> true, BYTES_OF_REGISTRATION / 2);
    }
  }

  @Override
  public void lockFirstAdmin() {
    sql.first("SELECT pg_advisory_xact_lock(?)", row -> true, FIRST_ADMIN);
  }

  @Override
  public boolean hasAdmin() {
    return sql.first(
            "SELECT EXISTS (SELECT FROM agent WHERE role = 'admin') AS found",
            row -> row.bool("found"))
        .orElseThrow();
  }

  @Override
  public List<UUID> approved(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return sql.list(
        "SELECT id FROM agent WHERE id = ANY (?) AND status = 'approved'",
        row -> row.uuid("id"),
        (Object) ids.toArray(UUID[]::new));
  }

  private void update(Agent before, Agent after) {
    List<@Nullable Object> params = new ArrayList<>(AgentRows.changing(after));
    params.add(before.id());
    params.add(before.version());
    params.add(before.eventSequence());
    if (sql.update(AgentRows.UPDATE, params.toArray()) != 1) {
      throw new IllegalStateException(
          "Account " + before.id() + " was changed by somebody without its lock.");
    }
  }

  private void accompany(Change change, HistoryEntry history, List<OutboxEvent> told) {
    sql.update(
        HISTORY,
        change.after().id(),
        change.after().version(),
        change.at(),
        change.actor().id(),
        change.actor().name(),
        change.actor().kind().wire(),
        history.action(),
        JsonColumns.changes(history.changes()),
        history.reason());
    outbox.append(told);
  }

  private static @Nullable Object[] insert(Agent agent) {
    List<@Nullable Object> params = new ArrayList<>(AgentRows.fixed(agent));
    params.addAll(AgentRows.changing(agent));
    return params.toArray();
  }
}
