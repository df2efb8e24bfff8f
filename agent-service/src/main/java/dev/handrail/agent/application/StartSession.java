package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AccessTokens;
import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.application.port.KnownDevices;
import dev.handrail.agent.application.port.Secrets;
import dev.handrail.agent.application.port.Sessions;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Session;
import dev.handrail.agent.domain.SignInProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins the session of somebody whose password has just been found right. */
@ApplicationScoped
public class StartSession {

  /**
   * Who signs in.
   *
   * @param matchedHash the hash that the password was compared with
   * @param newHash one to keep in its stead; null if it will do
   * @param deviceHash of what the device shows from now on
   */
  public record Command(
      UUID agentId, String matchedHash, @Nullable String newHash, String deviceHash) {}

  private final AgentRepository agents;
  private final Sessions sessions;
  private final KnownDevices devices;
  private final Secrets secrets;
  private final AccessTokens accessTokens;
  private final Ids ids;
  private final Clock clock;

  StartSession(
      AgentRepository agents,
      Sessions sessions,
      KnownDevices devices,
      Secrets secrets,
      AccessTokens accessTokens,
      Ids ids,
      Clock clock) {
    this.agents = agents;
    this.sessions = sessions;
    this.devices = devices;
    this.secrets = secrets;
    this.accessTokens = accessTokens;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The session's first tokens.
   *
   * @throws SignInProblem if the account may not work, or has another password since it was
   *     compared
   */
  @Transactional
  public SessionTokens handle(Command command) {
    Instant now = clock.instant();
    Agent agent = agents.findForChange(command.agentId()).orElseThrow(SignInProblem.Wrong::new);
    if (!agent.passwordHash().equals(command.matchedHash())) {
      throw new SignInProblem.Wrong();
    }
    if (!agent.isApproved()) {
      throw new SignInProblem.NotApproved(agent.status());
    }
    String newHash = command.newHash();
    if (newHash != null) {
      var change = agent.rehash(newHash, now);
      agents.save(change);
      agent = change.after();
    }
    Secrets.RefreshToken token = secrets.firstToken();
    Session session = Session.start(ids.next(), agent.id(), token.family(), token.hash(), now);
    sessions.add(session);
    devices.remember(command.deviceHash(), agent.id(), now);
    return new SessionTokens(agent, accessTokens.issue(agent, session.id(), now), token.token());
  }
}
