package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.domain.routing.ListedAgent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What agent-service says of an agent, for every request of staff. Kept in memory for a moment; the
 * table is what counts.
 */
@ApplicationScoped
public class ListedAgentQueries {
  private static final long LONGEST_KEPT = Duration.ofSeconds(2).toNanos();
  private static final int MOST_KEPT = 5_000;

  private static final String FIND =
      "SELECT " + AgentRows.COLUMNS + " FROM agent a WHERE a.id = ? AND a.listed";

  private record Kept(Optional<ListedAgent> agent, long readAt) {}

  private final Sql sql;
  private final Map<String, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  ListedAgentQueries(Sql sql) {
    this.sql = sql;
  }

  /** The agent; empty for one that agent-service does not list. At most two seconds old. */
  public Optional<ListedAgent> find(String id) {
    long now = System.nanoTime();
    synchronized (kept) {
      Kept known = kept.get(id);
      if (known != null && now - known.readAt < LONGEST_KEPT) {
        return known.agent;
      }
    }
    Optional<ListedAgent> read = sql.first(FIND, AgentRows::read, id);
    synchronized (kept) {
      kept.put(id, new Kept(read, now));
    }
    return read;
  }

  /** Has the agent read anew. */
  void forget(String id) {
    synchronized (kept) {
      kept.remove(id);
    }
  }
}
