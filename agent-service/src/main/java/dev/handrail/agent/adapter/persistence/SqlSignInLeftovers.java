package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.SignInLeftovers;
import dev.handrail.agent.domain.Session;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

@ApplicationScoped
class SqlSignInLeftovers implements SignInLeftovers {
  /** After this long every count is forgiven. */
  private static final Duration COUNTS = Duration.ofDays(7);

  /** How long one can still see what became of a session. */
  private static final Duration ENDED = Duration.ofDays(30);

  private final Sql sql;

  SqlSignInLeftovers(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void remove(Instant now) {
    sql.update(
        "DELETE FROM sign_in_session WHERE renewed_at < ?",
        now.minus(Session.Terms.SHIPPED.idle()).minus(ENDED));
    sql.update("DELETE FROM guesses WHERE last < ?", now.minus(COUNTS));
    sql.update("DELETE FROM known_device WHERE seen_at < ?", now.minus(SqlKnownDevices.REMEMBERED));
    sql.update("DELETE FROM password_reset WHERE expires_at < ?", now.minus(Duration.ofHours(1)));
    sql.update(
        "DELETE FROM access_change WHERE status <> 'suspended' AND changed_at < ?",
        now.minus(Duration.ofDays(1)));
  }
}
