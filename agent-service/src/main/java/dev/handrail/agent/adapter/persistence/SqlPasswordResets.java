package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.PasswordResets;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class SqlPasswordResets implements PasswordResets {
  private final Sql sql;

  SqlPasswordResets(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void request(UUID id, String email, Instant now) {
    sql.update(
        "INSERT INTO password_reset_request (id, email, at) VALUES (?, ?, ?)", id, email, now);
  }

  @Override
  public List<String> takeRequests(int most) {
    return sql.list(
        """
        DELETE FROM password_reset_request WHERE id IN (
            SELECT id FROM password_reset_request ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
        RETURNING email
        """,
        row -> row.string("email"),
        most);
  }

  @Override
  public int countSince(UUID agentId, Instant since) {
    return sql.first(
            "SELECT count(*)::int AS n FROM password_reset WHERE agent_id = ? AND asked_at > ?",
            row -> row.intValue("n"),
            agentId,
            since)
        .orElse(0);
  }

  @Override
  public void add(UUID id, UUID agentId, Instant now, Instant expiresAt) {
    sql.update(
        "INSERT INTO password_reset (id, agent_id, asked_at, expires_at) VALUES (?, ?, ?, ?)",
        id,
        agentId,
        now,
        expiresAt);
  }

  @Override
  public boolean setSecret(UUID id, String secretHash, Instant now) {
    return sql.update(
            "UPDATE password_reset SET secret_hash = ? WHERE id = ? AND expires_at > ?",
            secretHash,
            id,
            now)
        == 1;
  }

  @Override
  public Optional<UUID> agentOf(String secretHash, Instant now) {
    return sql.first(
        "SELECT agent_id FROM password_reset WHERE secret_hash = ? AND expires_at > ?",
        row -> row.uuid("agent_id"),
        secretHash,
        now);
  }

  @Override
  public boolean take(String secretHash, Instant now) {
    return sql.update(
            "DELETE FROM password_reset WHERE secret_hash = ? AND expires_at > ?", secretHash, now)
        == 1;
  }

  @Override
  public void removeAll(UUID agentId) {
    sql.update("DELETE FROM password_reset WHERE agent_id = ?", agentId);
  }
}
