package dev.handrail.notification.domain;

import java.util.List;

/**
 * Whom a ticket may concern besides those who stand on it: approved accounts that serve its app.
 *
 * @param leads of its department
 * @param agents of its department
 * @param admins all there are
 */
public record Colleagues(List<String> leads, List<String> agents, List<String> admins) {
  /** As before anything was heard of agent-service. */
  public static final Colleagues NONE = new Colleagues(List.of(), List.of(), List.of());

  public Colleagues {
    leads = List.copyOf(leads);
    agents = List.copyOf(agents);
    admins = List.copyOf(admins);
  }
}
