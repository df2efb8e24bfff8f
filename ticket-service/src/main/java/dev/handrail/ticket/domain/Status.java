package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.ClockRule;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The canonical statuses and the one table of legal moves between them. An app profile narrows and
 * names them; it never adds a move.
 */
public enum Status implements Wire {
  OPEN(ClockRule.RUNS),
  ASSIGNED(ClockRule.RUNS),
  IN_PROGRESS(ClockRule.RUNS),
  WAITING_CUSTOMER(ClockRule.PAUSED),
  WAITING_INTERNAL(ClockRule.RUNS),
  ESCALATED(ClockRule.RUNS),
  RESOLVED(ClockRule.STOPPED),
  CLOSED(ClockRule.STOPPED),
  REOPENED(ClockRule.RUNS);

  private static final Map<Status, Set<Status>> MOVES = new EnumMap<>(Status.class);

  static {
    allow(
        OPEN,
        ASSIGNED,
        IN_PROGRESS,
        WAITING_CUSTOMER,
        WAITING_INTERNAL,
        ESCALATED,
        RESOLVED,
        CLOSED);
    allow(
        ASSIGNED,
        OPEN,
        IN_PROGRESS,
        WAITING_CUSTOMER,
        WAITING_INTERNAL,
        ESCALATED,
        RESOLVED,
        CLOSED);
    allow(
        IN_PROGRESS,
        OPEN,
        ASSIGNED,
        WAITING_CUSTOMER,
        WAITING_INTERNAL,
        ESCALATED,
        RESOLVED,
        CLOSED);
    allow(WAITING_CUSTOMER, IN_PROGRESS, WAITING_INTERNAL, ESCALATED, RESOLVED, CLOSED);
    allow(WAITING_INTERNAL, IN_PROGRESS, WAITING_CUSTOMER, ESCALATED, RESOLVED, CLOSED);
    allow(ESCALATED, ASSIGNED, IN_PROGRESS, WAITING_CUSTOMER, WAITING_INTERNAL, RESOLVED, CLOSED);
    allow(RESOLVED, CLOSED, REOPENED);
    allow(CLOSED, REOPENED);
    allow(
        REOPENED,
        ASSIGNED,
        IN_PROGRESS,
        WAITING_CUSTOMER,
        WAITING_INTERNAL,
        ESCALATED,
        RESOLVED,
        CLOSED);
  }

  private final ClockRule resolutionClock;

  Status(ClockRule resolutionClock) {
    this.resolutionClock = resolutionClock;
  }

  private static void allow(Status from, Status... to) {
    MOVES.put(from, EnumSet.copyOf(List.of(to)));
  }

  /** Statuses that a ticket may move to from here, in the order of the vocabulary. */
  public Set<Status> next() {
    return EnumSet.copyOf(MOVES.getOrDefault(this, Set.of()));
  }

  public boolean mayMoveTo(Status other) {
    return next().contains(other);
  }

  /**
   * What the clock of the resolution does; an app may pause it in {@code waiting_internal}, too.
   */
  public ClockRule resolutionClock() {
    return resolutionClock;
  }

  /** Whether support still has work with the ticket: neither resolved nor closed. */
  public boolean isActive() {
    return resolutionClock != ClockRule.STOPPED;
  }

  /**
   * Whether it is the agents' turn. Where the ticket waits for the customer or for others inside,
   * or stands with the next level already, it does not grow too old.
   */
  public boolean waitsForSupport() {
    return switch (this) {
      case OPEN, ASSIGNED, IN_PROGRESS, REOPENED -> true;
      case WAITING_CUSTOMER, WAITING_INTERNAL, ESCALATED, RESOLVED, CLOSED -> false;
    };
  }

  /**
   * The status with this wire value; {@code on_hold} and {@code waiting_user} are accepted as other
   * names of the two waiting ones.
   */
  public static Optional<Status> parse(String wire) {
    return switch (wire) {
      case "on_hold" -> Optional.of(WAITING_INTERNAL);
      case "waiting_user" -> Optional.of(WAITING_CUSTOMER);
      default -> Wire.find(Status.class, wire);
    };
  }
}
