package dev.handrail.agent.domain.figures;

import dev.handrail.agent.domain.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket's facts after one of its events.
 *
 * @param assignee the agent who has it, or had it at the end
 * @param deleted whether it is gone for good; it then counts nowhere
 * @param rating 1 to 5; null when it is not rated
 */
public record TicketState(
    String app,
    String department,
    Standing standing,
    Urgency urgency,
    @Nullable String assignee,
    Promise firstResponse,
    Promise resolution,
    @Nullable Integer rating,
    Instant createdAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant closedAt,
    boolean deleted) {

  /** As much of a status as matters here; a status of later days is an active one. */
  public enum Standing implements Wire {
    ACTIVE,
    RESOLVED,
    CLOSED
  }

  /** A ticket's priority, from the most urgent. */
  public enum Urgency {
    URGENT,
    HIGH,
    MEDIUM,
    LOW
  }

  /** Whether it is somebody's work now, or waits to be. */
  public boolean isActive() {
    return standing == Standing.ACTIVE && !deleted;
  }

  /** When it was resolved, or closed where it was not resolved before; null while it is active. */
  @Nullable Instant endedAt() {
    return standing == Standing.ACTIVE ? null : resolvedAt == null ? closedAt : resolvedAt;
  }
}
