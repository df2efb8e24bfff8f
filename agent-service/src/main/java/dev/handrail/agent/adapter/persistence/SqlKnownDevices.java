package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.KnownDevices;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class SqlKnownDevices implements KnownDevices {
  private static final int MOST = 20;

  /** A device that was not seen for this long is one like any other. */
  static final Duration REMEMBERED = Duration.ofDays(180);

  private final Sql sql;

  SqlKnownDevices(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<UUID> agentOf(String hash, Instant now) {
    return sql.first(
        "SELECT agent_id FROM known_device WHERE hash = ? AND seen_at > ?",
        row -> row.uuid("agent_id"),
        hash,
        now.minus(REMEMBERED));
  }

  @Override
  public void remember(String hash, UUID agentId, Instant now) {
    sql.update(
        """
        INSERT INTO known_device (hash, agent_id, seen_at) VALUES (?, ?, ?)
        ON CONFLICT (hash) DO UPDATE SET agent_id = EXCLUDED.agent_id, seen_at = EXCLUDED.seen_at
        """,
        hash,
        agentId,
        now);
    sql.update(
        """
        DELETE FROM known_device WHERE hash IN (
            SELECT hash FROM known_device WHERE agent_id = ? ORDER BY seen_at DESC, hash OFFSET ?)
        """,
        agentId,
        MOST);
  }

  @Override
  public void forgetAll(UUID agentId) {
    sql.update("DELETE FROM known_device WHERE agent_id = ?", agentId);
  }
}
