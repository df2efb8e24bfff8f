package dev.handrail.agent.adapter.rest;

import dev.handrail.kit.identity.CurrentToken;
import dev.handrail.kit.identity.OwnIssuer;
import dev.handrail.kit.identity.VerifiedToken;
import dev.handrail.kit.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** The session that the request's token belongs to, for those who signed in here. */
@RequestScoped
class OwnSession {

  /** An agent and its session. */
  record Id(UUID agent, UUID session) {}

  private final CurrentToken token;
  private final OwnIssuer issuer;

  OwnSession(CurrentToken token, OwnIssuer issuer) {
    this.token = token;
    this.issuer = issuer;
  }

  /**
   * Agent and session.
   *
   * @throws ProblemException 403 for a token of another issuer, which has neither here
   */
  Id get() {
    VerifiedToken current = token.get();
    String session = current.session();
    if (!current.issuer().equals(issuer.issuer()) || session == null) {
      throw ProblemException.forbidden("This is for who signed in here.");
    }
    return new Id(UUID.fromString(current.subject()), UUID.fromString(session));
  }
}
