package dev.handrail.agent.domain.figures;

import dev.handrail.agent.domain.Wire;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
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
    URGENT(0),
    HIGH(1),
    MEDIUM(2),
    LOW(3);

    private final int rank;

    Urgency(int rank) {
      this.rank = rank;
    }

    /** 0 is the most urgent; lists sort by it. */
    public int rank() {
      return rank;
    }

    /** The one of a rank; empty for a number that is none. */
    public static Optional<Urgency> ofRank(int rank) {
      return Arrays.stream(values()).filter(u -> u.rank == rank).findFirst();
    }
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
