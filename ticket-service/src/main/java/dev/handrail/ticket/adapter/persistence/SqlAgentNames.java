package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.adapter.RoutingBell;
import dev.handrail.ticket.application.port.AgentDirectory;
import dev.handrail.ticket.application.port.AgentNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Names in table {@code agent}. */
@ApplicationScoped
class SqlAgentNames implements AgentNames {

  private static final String TAKE_WANTED =
      """
      UPDATE agent SET name_asked_at = ? WHERE id = ANY (ARRAY(
        SELECT id FROM agent
        WHERE listed AND (name IS NULL OR named_version < profile_version)
        ORDER BY name_asked_at NULLS FIRST, id LIMIT ? FOR UPDATE SKIP LOCKED))
      RETURNING id
      """;

  private static final String STORE =
      """
      UPDATE agent SET name = ?, avatar_url = ?::varchar, named_version = ?
      WHERE id = ? AND listed AND (name IS NULL OR named_version < ?)
      """;

  private final Sql sql;
  private final RoutingBell bell;

  SqlAgentNames(Sql sql, RoutingBell bell) {
    this.sql = sql;
    this.bell = bell;
  }

  @Override
  public List<String> takeWanted(int most, Instant now) {
    return sql.list(TAKE_WANTED, row -> row.string("id"), now, most);
  }

  /** One by one: who holds one agent's row never waits for another's. */
  @Override
  public int store(List<AgentDirectory.Card> cards) {
    int news = 0;
    for (AgentDirectory.Card card : cards) {
      news +=
          sql.update(
              STORE,
              card.name(),
              card.avatarUrl(),
              card.profileVersion(),
              card.id(),
              card.profileVersion());
    }
    if (news > 0) {
      bell.ring();
    }
    return news;
  }
}
