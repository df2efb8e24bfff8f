package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door to one account: opens it for a change. */
@ApplicationScoped
public class AgentAccess {

  private final AgentRepository agents;

  AgentAccess(AgentRepository agents) {
    this.agents = agents;
  }

  /**
   * Locks an account for this transaction, for who manages agents.
   *
   * @param id as a caller wrote it
   * @param expectedVersion the caller's {@code If-Match}; null means whatever is current
   * @throws AgentProblem.NotFound when it is absent
   * @throws AgentProblem.Stale when the version is another
   */
  Agent forChange(String id, Caller caller, @Nullable Long expectedVersion) {
    caller.require(Permission.MANAGE_AGENTS);
    return Versions.at(find(id), expectedVersion, Agent::version);
  }

  /** Locks the caller's own account; a caller of another issuer may have none. */
  Agent ownForChange(Caller caller, @Nullable Long expectedVersion) {
    return Versions.at(find(caller.id()), expectedVersion, Agent::version);
  }

  private Optional<Agent> find(String id) {
    return parse(id).flatMap(agents::findForChange);
  }

  /** The id in its one spelling; empty for anything else, which names no account. */
  public static Optional<UUID> parse(String id) {
    try {
      UUID parsed = UUID.fromString(id);
      return parsed.toString().equals(id) ? Optional.of(parsed) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
