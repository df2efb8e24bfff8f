package dev.handrail.notification.domain;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of an agent's account, after the change.
 *
 * @param role {@code support_agent} or {@code admin}
 * @param status {@code pending}, {@code approved}, {@code rejected} or {@code suspended}
 * @param apps those it serves; {@value Reader#EVERY_APP} for all
 * @param version the account's, the same for all events of one change
 */
public record AgentFacts(
    UUID id,
    String role,
    String status,
    @Nullable String department,
    List<String> apps,
    long version) {

  public AgentFacts {
    apps = List.copyOf(apps);
  }
}
