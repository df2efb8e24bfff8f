package dev.handrail.agent.domain.figures;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event of a ticket says that matters for figures.
 *
 * @param sequence counts the ticket's events from 1
 * @param at when it happened
 * @param state the ticket's facts after it
 * @param staff who did it, if that was an agent or an admin
 * @param rated whether it is the customer's rating
 */
public record TicketNews(
    UUID ticket,
    long sequence,
    Instant at,
    TicketState state,
    @Nullable String staff,
    boolean rated) {

  /** Whether the change of this event is the one that stopped the clock of the first response. */
  boolean isFirstResponse() {
    return at.equals(state.firstResponse().at());
  }
}
