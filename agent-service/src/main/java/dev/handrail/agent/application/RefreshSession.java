package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AccessTokens;
import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Secrets;
import dev.handrail.agent.application.port.Secrets.RefreshToken;
import dev.handrail.agent.application.port.Sessions;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Exchanges a refresh token for the next one and a new access token. One that was used before ends
 * its family and makes the agent's access tokens void: somebody else has it.
 */
@ApplicationScoped
public class RefreshSession {

  /** What comes of it. Not an exception where refused, as what ends with it must be stored. */
  public sealed interface Outcome {
    /** The session goes on with these. */
    record Renewed(SessionTokens tokens) implements Outcome {}

    /** There is no such session any more. */
    record Over() implements Outcome {}

    /** A token was used twice: the session has ended now. */
    record Reused(UUID session) implements Outcome {}

    /** The account may not work any more, and the session has ended with it. */
    record NotApproved(AccountStatus status) implements Outcome {}
  }

  private final AgentRepository agents;
  private final Sessions sessions;
  private final Secrets secrets;
  private final AccessTokens accessTokens;
  private final Session.Terms terms;
  private final Clock clock;

  RefreshSession(
      AgentRepository agents,
      Sessions sessions,
      Secrets secrets,
      AccessTokens accessTokens,
      Clock clock) {
    this.agents = agents;
    this.sessions = sessions;
    this.secrets = secrets;
    this.accessTokens = accessTokens;
    this.terms = Session.Terms.SHIPPED;
    this.clock = clock;
  }

  /**
   * Presents a refresh token.
   *
   * @param token as the client sent it
   */
  @Transactional
  public Outcome handle(String token) {
    Optional<RefreshToken> presented = secrets.read(token);
    Optional<Session> found = presented.flatMap(t -> sessions.findByFamily(t.family()));
    if (found.isEmpty()) {
      return new Outcome.Over();
    }
    // The account first, as everywhere, then its session.
    Agent agent = agents.findForChange(found.get().agentId()).orElseThrow();
    Session session = sessions.lock(found.get().id()).orElseThrow();
    return exchange(presented.get(), session, agent, clock.instant());
  }

  private Outcome exchange(RefreshToken presented, Session session, Agent agent, Instant now) {
    String salt = secrets.salt();
    RefreshToken next = secrets.successor(presented, salt);
    return switch (session.present(presented.hash(), next.hash(), salt, terms, now)) {
      case Session.Outcome.Over _ -> new Outcome.Over();
      case Session.Outcome.Reuse(Session ended) -> {
        sessions.save(ended);
        agents.save(agent.refreshTokenReused(now));
        yield new Outcome.Reused(ended.id());
      }
      case Session.Outcome.Exchange _, Session.Outcome.Repeat _ when !agent.isApproved() -> {
        sessions.save(session.ended(Session.End.ACCOUNT, now));
        yield new Outcome.NotApproved(agent.status());
      }
      case Session.Outcome.Exchange(Session renewed) -> {
        sessions.save(renewed);
        yield renewed(agent, renewed, next, now);
      }
      case Session.Outcome.Repeat(Session same) -> {
        String usedSalt = same.salt();
        yield usedSalt == null
            ? new Outcome.Over()
            : renewed(agent, same, secrets.successor(presented, usedSalt), now);
      }
    };
  }

  private Outcome renewed(Agent agent, Session session, RefreshToken token, Instant now) {
    return new Outcome.Renewed(
        new SessionTokens(agent, accessTokens.issue(agent, session.id(), now), token.token()));
  }
}
