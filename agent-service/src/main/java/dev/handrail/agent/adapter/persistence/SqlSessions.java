package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.Sessions;
import dev.handrail.agent.domain.Session;
import dev.handrail.kit.sql.Row;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SqlSessions implements Sessions {
  private static final int MOST = 20;

  private static final String SELECT =
      """
      SELECT id, agent_id, family, current_hash, former_hash, salt, started_at, renewed_at, ended_at, ended_by
      FROM sign_in_session
      """;

  private final Sql sql;

  SqlSessions(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void add(Session session) {
    sql.update(
        """
        UPDATE sign_in_session SET ended_at = ?, ended_by = 'too_many', salt = NULL
        WHERE id IN (
            SELECT id FROM sign_in_session WHERE agent_id = ? AND ended_at IS NULL
            ORDER BY renewed_at DESC, id DESC OFFSET ?)
        """,
        session.startedAt(),
        session.agentId(),
        MOST - 1);
    sql.update(
        """
        INSERT INTO sign_in_session (id, agent_id, family, current_hash, started_at, renewed_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        session.id(),
        session.agentId(),
        session.family(),
        session.current(),
        session.startedAt(),
        session.renewedAt());
  }

  @Override
  public Optional<Session> findByFamily(String family) {
    return sql.first(SELECT + "WHERE family = ?", SqlSessions::read, family);
  }

  @Override
  public Optional<Session> lock(UUID id) {
    return sql.first(SELECT + "WHERE id = ? FOR UPDATE", SqlSessions::read, id);
  }

  @Override
  public void save(Session session) {
    Session.End end = session.end();
    sql.update(
        """
        UPDATE sign_in_session
        SET current_hash = ?, former_hash = ?, salt = ?, renewed_at = ?, ended_at = ?, ended_by = ?
        WHERE id = ?
        """,
        session.current(),
        session.former(),
        session.salt(),
        session.renewedAt(),
        session.endedAt(),
        end == null ? null : wire(end),
        session.id());
  }

  @Override
  public void endAll(UUID agentId, @Nullable UUID except, Session.End why, Instant now) {
    sql.update(
        """
        UPDATE sign_in_session SET ended_at = ?, ended_by = ?, salt = NULL
        WHERE agent_id = ? AND ended_at IS NULL AND id IS DISTINCT FROM ?::uuid
        """,
        now,
        wire(why),
        agentId,
        except);
  }

  private static Session read(Row row) throws SQLException {
    String end = row.stringOrNull("ended_by");
    return new Session(
        row.uuid("id"),
        row.uuid("agent_id"),
        row.string("family"),
        row.string("current_hash"),
        row.stringOrNull("former_hash"),
        row.stringOrNull("salt"),
        row.instant("started_at"),
        row.instant("renewed_at"),
        row.instantOrNull("ended_at"),
        end == null ? null : Session.End.valueOf(end.toUpperCase(Locale.ROOT)));
  }

  private static String wire(Session.End end) {
    return end.name().toLowerCase(Locale.ROOT);
  }
}
