package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Agent;
import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads accounts. */
@ApplicationScoped
public class AgentQueries {

  /**
   * What others show of an agent.
   *
   * @param profileVersion grows when any of it changes
   */
  public record Card(UUID id, String name, @Nullable String avatarUrl, long profileVersion) {}

  /** After every id. */
  private static final UUID LAST = new UUID(-1L, -1L);

  private final Sql sql;

  AgentQueries(Sql sql) {
    this.sql = sql;
  }

  /** The account of this id. */
  public Optional<Agent> find(UUID id) {
    return sql.first(AgentRows.SELECT + " WHERE a.id = ?", AgentRows::read, id);
  }

  /**
   * Accounts, the newest first.
   *
   * @param status null for all
   * @param before the last one that was shown; null for the first page
   */
  public List<Agent> page(@Nullable AccountStatus status, @Nullable UUID before, int most) {
    UUID end = before == null ? LAST : before;
    String select = AgentRows.SELECT + " WHERE ";
    return status == null
        ? sql.list(select + "a.id < ? ORDER BY a.id DESC LIMIT ?", AgentRows::read, end, most)
        : sql.list(
            select + "a.status = ? AND a.id < ? ORDER BY a.id DESC LIMIT ?",
            AgentRows::read,
            status.wire(),
            end,
            most);
  }

  /** The cards of these agents, whatever their accounts' state; unknown ids give none. */
  public List<Card> cards(Collection<UUID> ids) {
    return sql.list(
        """
        SELECT id, first_name || ' ' || last_name AS name, avatar_url, profile_version
        FROM agent WHERE id = ANY (?) ORDER BY id
        """,
        row ->
            new Card(
                row.uuid("id"),
                row.string("name"),
                row.stringOrNull("avatar_url"),
                row.longValue("profile_version")),
        (Object) ids.toArray(UUID[]::new));
  }
}
