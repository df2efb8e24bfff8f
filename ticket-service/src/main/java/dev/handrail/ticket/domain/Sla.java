package dev.handrail.ticket.domain;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The two deadlines of a ticket. The first response is due whether or not the customer is waited
 * for.
 */
public record Sla(Deadline firstResponse, Deadline resolution) {

  static Sla startingAt(Instant start, Targets targets) {
    return new Sla(
        Deadline.startingAt(start, targets.firstResponse()),
        Deadline.startingAt(start, targets.resolution()));
  }

  /** The worse of the two states. */
  public SlaState stateAt(Instant now) {
    return firstResponse.stateAt(now).or(resolution.stateAt(now));
  }

  /** The next due time of a running clock; null when none runs. Lists sort by it. */
  public @Nullable Instant nextDueAt() {
    return Stream.of(firstResponse, resolution)
        .filter(Deadline::isRunning)
        .map(Deadline::dueAt)
        .min(Instant::compareTo)
        .orElse(null);
  }

  Sla responded(Instant now) {
    return new Sla(firstResponse.stoppedAt(now), resolution);
  }

  /** What the clocks do when the ticket comes into a status. */
  Sla in(Status status, Instant now) {
    return switch (status.resolutionClock()) {
      case RUNS -> new Sla(firstResponse, resolution.resumedAt(now));
      case PAUSED -> new Sla(firstResponse, resolution.resumedAt(now).pausedAt(now));
      // Solving a ticket answers it, too.
      case STOPPED -> new Sla(firstResponse.stoppedAt(now), resolution.stoppedAt(now));
    };
  }

  Sla retargeted(Targets from, Targets to) {
    return new Sla(
        firstResponse.retargeted(from.firstResponse(), to.firstResponse()),
        resolution.retargeted(from.resolution(), to.resolution()));
  }
}
