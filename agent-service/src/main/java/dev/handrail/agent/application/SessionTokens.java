package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AccessTokens.AccessToken;
import dev.handrail.agent.domain.Agent;

/**
 * What somebody who signed in goes on with.
 *
 * @param refreshToken good for one exchange
 */
public record SessionTokens(Agent agent, AccessToken accessToken, String refreshToken) {

  /** Keeps the tokens out of logs. */
  @Override
  public String toString() {
    return "SessionTokens[" + agent + "]";
  }
}
