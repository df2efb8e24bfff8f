package dev.handrail.agent.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a transition of an {@link Agent}: the new state, what happened, and the line for
 * the history. Saved whole or not at all.
 *
 * @param before the state it started from; null for a new account
 * @param after the new state
 * @param events what happened, in order; numbered {@code before.eventSequence + 1} and on. A change
 *     that concerns nobody else has none
 * @param history null when nothing happened, or only the agent's availability or its lease changed,
 *     of which the events tell
 */
public record Change(
    @Nullable Agent before,
    Agent after,
    List<AgentEvent> events,
    Actor actor,
    Instant at,
    @Nullable HistoryEntry history) {

  public Change {
    events = List.copyOf(events);
  }

  /** A request that asked for what already is. */
  static Change none(Agent agent, Actor actor, Instant now) {
    return new Change(agent, agent, List.of(), actor, now, null);
  }

  /** Whether there is nothing to save. */
  public boolean isEmpty() {
    return after.equals(before);
  }

  /** The number of the first event within its agent, from 1. */
  public long firstSequence() {
    return after.eventSequence() - events.size() + 1;
  }
}
