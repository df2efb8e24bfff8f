package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.application.SessionTokens;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What somebody who signed in goes on with. */
@Schema(name = "Session")
record SessionJson(
    @Schema(description = "The bearer token for every service.") String accessToken,
    @Schema(
            description =
                "Good for one exchange at /sessions/refresh. Keep it where no page's script of"
                    + " others can read it.")
        String refreshToken,
    @Schema(description = "Seconds until the access token ends.") long expiresIn,
    AgentJson agent) {

  static SessionJson of(SessionTokens tokens) {
    return new SessionJson(
        tokens.accessToken().token(),
        tokens.refreshToken(),
        tokens.accessToken().validFor().toSeconds(),
        AgentJson.of(tokens.agent()));
  }

  /** Keeps the tokens out of logs. */
  @Override
  public String toString() {
    return "SessionJson";
  }
}
