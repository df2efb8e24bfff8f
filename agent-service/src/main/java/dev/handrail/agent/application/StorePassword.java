package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.KnownDevices;
import dev.handrail.agent.application.port.PasswordResets;
import dev.handrail.agent.application.port.Sessions;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Stores a new password that has been hashed, and ends what was begun with the old one. */
@ApplicationScoped
public class StorePassword {
  private final AgentRepository agents;
  private final Sessions sessions;
  private final KnownDevices devices;
  private final PasswordResets resets;
  private final Clock clock;

  StorePassword(
      AgentRepository agents,
      Sessions sessions,
      KnownDevices devices,
      PasswordResets resets,
      Clock clock) {
    this.agents = agents;
    this.sessions = sessions;
    this.devices = devices;
    this.resets = resets;
    this.clock = clock;
  }

  /**
   * By who knows the old one: its own session goes on, all others end.
   *
   * @param comparedHash the hash that the old password was compared with
   * @throws AgentProblem.Conflict if the password was changed at the same time
   */
  @Transactional
  public void change(UUID agentId, UUID session, String comparedHash, String newHash) {
    Instant now = clock.instant();
    Agent agent = agents.findForChange(agentId).orElseThrow(AgentProblem.NotFound::new);
    if (!agent.passwordHash().equals(comparedHash)) {
      throw new AgentProblem.Conflict("password-changed", "It was changed in the meantime.");
    }
    agents.save(agent.changePassword(newHash, now));
    sessions.endAll(agentId, session, Session.End.PASSWORD, now);
    resets.removeAll(agentId);
  }

  /**
   * By who has a link: every session ends, and every device is a new one but this.
   *
   * @param secretHash of the link
   * @param deviceHash of what the device shows from now on
   * @return the account
   * @throws AgentProblem.NotFound if the link was used meanwhile or is over
   */
  @Transactional
  public Agent reset(UUID agentId, String secretHash, String newHash, String deviceHash) {
    Instant now = clock.instant();
    Agent agent = agents.findForChange(agentId).orElseThrow(AgentProblem.NotFound::new);
    if (!resets.take(secretHash, now)) {
      throw new AgentProblem.NotFound();
    }
    agents.save(agent.resetPassword(newHash, now));
    sessions.endAll(agentId, null, Session.End.PASSWORD, now);
    resets.removeAll(agentId);
    devices.forgetAll(agentId);
    devices.remember(deviceHash, agentId, now);
    return agent;
  }
}
