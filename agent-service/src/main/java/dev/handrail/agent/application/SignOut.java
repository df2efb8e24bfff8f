package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Sessions;
import dev.handrail.agent.domain.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/**
 * Ends one session: its refresh token is worth nothing. Access tokens in use last out their
 * minutes.
 */
@ApplicationScoped
public class SignOut {
  private final AgentRepository agents;
  private final Sessions sessions;
  private final Clock clock;

  SignOut(AgentRepository agents, Sessions sessions, Clock clock) {
    this.agents = agents;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Ends the session; one that is over, or another's, stays as it is. */
  @Transactional
  public void handle(UUID agentId, UUID session) {
    if (agents.findForChange(agentId).isPresent()) {
      sessions
          .lock(session)
          .filter(one -> one.agentId().equals(agentId))
          .ifPresent(one -> sessions.save(one.ended(Session.End.SIGNED_OUT, clock.instant())));
    }
  }
}
