package dev.handrail.agent.domain.figures;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One clock of a ticket's SLA, as an event tells it.
 *
 * @param breached whether the target is missed, be it that the thing aimed at came late or is still
 *     to come
 * @param at when the thing aimed at happened; null when it has not
 */
public record Promise(Instant dueAt, boolean breached, @Nullable Instant at) {

  Figures verdict() {
    return new Figures(
        0, 0, 0, 0, 0, 0, 0, 0, 0, at != null && !breached ? 1 : 0, breached ? 1 : 0);
  }
}
