package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.application.port.Leases;
import dev.handrail.agent.domain.Agent;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Leases in table {@code availability}. What is remembered here only spares statements: whatever
 * another replica does, no lease is shorter than remembered.
 */
@ApplicationScoped
class SqlLeases implements Leases {

  private static final String DUE =
      AgentRows.SELECT
          + """
           WHERE v.next_check_at <= ?
          ORDER BY v.next_check_at LIMIT ? FOR UPDATE OF a, v SKIP LOCKED
          """;

  /** Without the lock of the agent's row: nothing is changed but the lapse, to a later one. */
  private static final String PROLONG =
      """
      UPDATE availability SET alive_until = ?
      WHERE agent_id = ? AND alive_until > ? AND next_check_at > ? AND alive_until < ?
      """;

  private static final String STANDING =
      """
      SELECT alive_until, coalesce(alive_until > ? AND next_check_at > ?, false) AS standing
      FROM availability WHERE agent_id = ?
      """;

  private record Standing(Instant aliveUntil, boolean holds) {}

  private final Sql sql;
  private final Duration length;
  private final Duration third;

  /** Until when an agent's signs of life need no look. Holds nobody but agents. */
  private final ConcurrentMap<UUID, Instant> prolonged = new ConcurrentHashMap<>();

  /**
   * @param length for how long an agent counts as alive after a sign of life
   */
  SqlLeases(
      Sql sql,
      @ConfigProperty(name = "handrail.availability.lease", defaultValue = "5m") Duration length) {
    if (length.compareTo(Duration.ofSeconds(3)) < 0) {
      throw new IllegalStateException("handrail.availability.lease must be at least 3 s.");
    }
    this.sql = sql;
    this.length = length;
    this.third = length.dividedBy(3);
  }

  @Override
  public Duration length() {
    return length;
  }

  @Override
  public List<Agent> lockDue(Instant now, int most) {
    return sql.list(DUE, AgentRows::read, now, most);
  }

  @Override
  public boolean prolong(UUID agent, Instant now) {
    Instant rest = prolonged.get(agent);
    if (rest != null && now.isBefore(rest)) {
      return true;
    }
    Instant worthwhile = now.plus(length).minus(third);
    if (sql.update(PROLONG, now.plus(length), agent, now, now, worthwhile) > 0) {
      prolonged.put(agent, now.plus(third));
      return true;
    }
    Optional<Standing> found =
        sql.first(
            STANDING,
            row -> new Standing(row.instant("alive_until"), row.bool("standing")),
            now,
            now,
            agent);
    found
        .filter(Standing::holds)
        .ifPresent(s -> prolonged.put(agent, s.aliveUntil().minus(length).plus(third)));
    return found.map(Standing::holds).orElse(true);
  }
}
