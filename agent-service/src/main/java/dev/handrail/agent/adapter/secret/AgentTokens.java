package dev.handrail.agent.adapter.secret;

import dev.handrail.agent.application.port.AccessTokens;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Role;
import dev.handrail.agent.domain.Wire;
import dev.handrail.kit.identity.OwnIssuer;
import dev.handrail.kit.identity.VerifiedToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Agents' access tokens: RS256, five minutes, and what the agent may do as of now. */
@ApplicationScoped
class AgentTokens implements AccessTokens, OwnIssuer {
  private static final Duration VALID = Duration.ofMinutes(5);
  private static final String AUDIENCE = "handrail";

  private final AgentTokenKeys keys;
  private final String issuer;

  AgentTokens(AgentTokenKeys keys, AgentTokensConfig config) {
    this.keys = keys;
    this.issuer = config.issuer();
  }

  @Override
  public AccessToken issue(Agent agent, UUID session, Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", AUDIENCE);
    claims.put("sub", agent.id().toString());
    claims.put("groups", List.of(agent.role().wire()));
    claims.put("apps", agent.rights().apps());
    claims.put("department", agent.profile().department());
    claims.put("name", agent.profile().name());
    claims.put("email", agent.email());
    claims.put("permissions", agent.permissions().stream().sorted().map(Wire::wire).toList());
    claims.put("ver", agent.accessVersion());
    claims.put("sid", session.toString());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(VALID).getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    return new AccessToken(keys.signing().sign("at+jwt", claims), VALID);
  }

  @Override
  public String issuer() {
    return issuer;
  }

  @Override
  public String audience() {
    return AUDIENCE;
  }

  @Override
  public Set<String> roles() {
    return Set.of(Role.SUPPORT_AGENT.wire(), Role.ADMIN.wire());
  }

  @Override
  public Set<String> apps() {
    return Set.of(VerifiedToken.ALL_APPS);
  }

  @Override
  public String jwks() {
    return keys.jwks();
  }
}
