package dev.handrail.ticket.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a transition: the new state, what happened, and the line for the history. Saved
 * whole or not at all.
 *
 * @param before the state it started from; null for a new ticket
 * @param after the new state
 * @param events what happened, in order; numbered {@code before.eventSequence + 1} and on
 * @param history null only when nothing happened
 */
public record Change(
    @Nullable Ticket before,
    Ticket after,
    List<TicketEvent> events,
    Actor actor,
    Instant at,
    @Nullable HistoryEntry history) {

  public Change {
    events = List.copyOf(events);
  }

  /** A request that asked for what already is. */
  static Change none(Ticket ticket, Actor actor, Instant now) {
    return new Change(ticket, ticket, List.of(), actor, now, null);
  }

  /** Whether there is nothing to save. */
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** The number of the first event within its ticket, from 1. */
  public long firstSequence() {
    return after.eventSequence() - events.size() + 1;
  }

  /** What it adds to the account of the SLA clocks. */
  public List<SlaLedger.Line> slaLedger() {
    return isEmpty() ? List.of() : SlaLedger.of(this);
  }

  /** The id of whoever carries one active ticket more since then; null if nobody does. */
  public @Nullable String newCarrier() {
    Assignee has = after.assignee();
    if (isEmpty() || has == null || !after.status().isActive()) {
      return null;
    }
    boolean hadIt = before != null && before.status().isActive() && before.isAssignedTo(has.id());
    return hadIt ? null : has.id();
  }

  /** Whether since then a ticket waits for an agent, or an agent has a slot that it had not. */
  public boolean concernsRouting() {
    if (isEmpty()) {
      return false;
    }
    boolean deleted = events.stream().anyMatch(TicketEvent.Deleted.class::isInstance);
    boolean active = after.status().isActive() && !deleted;
    if (before == null || !before.status().isActive()) {
      return active && after.assignee() == null;
    }
    Assignee had = before.assignee();
    return had == null
        ? active && after.assignee() == null && !before.content().equals(after.content())
        : !active || !after.isAssignedTo(had.id());
  }
}
