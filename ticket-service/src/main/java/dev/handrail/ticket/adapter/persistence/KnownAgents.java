package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.Agents;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.Caller;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Agents in table {@code agent}: those that agent-service lists, and others as their tokens have
 * described them.
 */
@ApplicationScoped
public class KnownAgents implements Agents {

  /** How far agents are trusted that nobody has listed. */
  @ConfigMapping(prefix = "handrail.agents")
  interface Config {
    /** What to make of an agent never heard of: one for every app, or none. */
    @WithDefault("refuse")
    Unlisted unlisted();

    /**
     * Where agent-service is asked for names, such as {@code https://agent-service}; without it
     * agents of whom no token has told a name are shown by their ids.
     */
    Optional<String> directoryUrl();
  }

  /** What an unknown agent's id gives. */
  enum Unlisted {
    ACCEPT,
    REFUSE
  }

  private static final String SEEN =
      """
      INSERT INTO agent AS known (id, name, avatar_url, apps, approved) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, avatar_url = excluded.avatar_url, apps = excluded.apps,
          approved = excluded.approved
      WHERE NOT known.listed AND (known.name, known.avatar_url, known.apps, known.approved)
        IS DISTINCT FROM (excluded.name, excluded.avatar_url, excluded.apps, excluded.approved)
      """;

  private static final String TO_ASSIGN = "SELECT * FROM agent_to_assign(?)";

  private final Sql sql;
  private final AfterCommit afterCommit;
  private final Config config;
  private final Noted<String, Agent> noted = new Noted<>(5_000);

  KnownAgents(Sql sql, AfterCommit afterCommit, Config config) {
    this.sql = sql;
    this.afterCommit = afterCommit;
    this.config = config;
  }

  @Override
  public Optional<Agent> findToAssign(String id) {
    Optional<Agent> known =
        sql.first(
            TO_ASSIGN,
            row ->
                new Agent(
                    row.string("id"),
                    row.stringOrNull("name"),
                    row.stringOrNull("avatar_url"),
                    Set.copyOf(row.strings("apps")),
                    row.bool("approved"),
                    row.bool("listed")
                        ? new Agent.Duty(
                            row.bool("available"), row.intValue("capacity"), row.intValue("load"))
                        : null),
            id);
    return known.or(() -> config.unlisted() == Unlisted.ACCEPT ? unlisted(id) : Optional.empty());
  }

  @Override
  public void seen(Agent agent) {
    if (noted.has(agent.id(), agent)) {
      return;
    }
    sql.update(
        SEEN,
        agent.id(),
        agent.name(),
        agent.avatarUrl(),
        agent.apps().stream().sorted().toList(),
        agent.approved());
    afterCommit.run(() -> noted.note(agent.id(), agent));
  }

  private static Optional<Agent> unlisted(String id) {
    return Optional.of(new Agent(id, null, null, Set.of(Caller.EVERY_APP), true));
  }
}
