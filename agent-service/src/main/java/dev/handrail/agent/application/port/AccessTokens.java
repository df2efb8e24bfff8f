package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Signs what an agent shows to every service. */
public interface AccessTokens {

  /**
   * A signed token.
   *
   * @param validFor how long from the moment it was made for
   */
  record AccessToken(String token, Duration validFor) {
    /** Keeps the token out of logs. */
    @Override
    public String toString() {
      return "AccessToken[valid for " + validFor + "]";
    }
  }

  /** A token that says what the agent may do as of now. */
  AccessToken issue(Agent agent, UUID session, Instant now);
}
