package dev.handrail.endtoend.routing;

import java.time.Instant;
import java.util.List;

/**
 * What one event on {@code agent-events} says.
 *
 * @param sequence counts the agent's events from 1
 * @param at when it happened, by the clock of the service
 * @param works whether it is approved and available
 * @param specializations none for one that takes every category
 * @param languages none for one that speaks all
 * @param capacity most active tickets at a time
 */
public record AgentFact(
    String agent,
    long sequence,
    Instant at,
    boolean works,
    List<String> apps,
    String department,
    List<String> specializations,
    List<String> languages,
    int capacity) {

  public AgentFact {
    apps = List.copyOf(apps);
    specializations = List.copyOf(specializations);
    languages = List.copyOf(languages);
  }

  /** Whether it may get such a ticket at all. */
  boolean fits(TicketFact.Needs needs) {
    return department.equals(needs.department())
        && (apps.contains("*") || apps.contains(needs.app()))
        && (specializations.isEmpty() || specializations.contains(needs.category()))
        && (languages.isEmpty() || languages.contains(needs.language()));
  }
}
