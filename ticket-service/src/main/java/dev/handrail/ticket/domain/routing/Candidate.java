package dev.handrail.ticket.domain.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent with what it carries at a moment.
 *
 * @param name for the history
 * @param load how many active tickets it has
 * @param lastAssignedAt when it was last given one; null means never
 */
public record Candidate(
    ListedAgent agent,
    String name,
    @Nullable String avatarUrl,
    int load,
    @Nullable Instant lastAssignedAt) {

  public String id() {
    return agent.id();
  }

  /** Whether tickets of this sort may be given to it, had it a slot free. */
  public boolean isEligible(Demand demand) {
    return agent.isOnDuty() && agent.suits(demand);
  }

  /** How many more it takes; not below 0. */
  public int freeSlots() {
    return Math.max(0, agent.capacity() - load);
  }

  Candidate withOneMore(Instant at) {
    return new Candidate(agent, name, avatarUrl, load + 1, at);
  }
}
