package dev.handrail.ticket.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step up of a ticket, as it stays known.
 *
 * @param reason why, in the words of who did it; for staff
 * @param fromLevel the level before, from 0
 * @param level the level since, at most {@link #HIGHEST}
 * @param fromAgent who had the ticket before
 * @param toAgent who was given it; null when it kept its agent
 */
public record Escalation(
    Instant at,
    Actor by,
    Cause cause,
    String reason,
    int fromLevel,
    int level,
    @Nullable Assignee fromAgent,
    @Nullable Assignee toAgent) {

  /** The highest level there is. */
  public static final int HIGHEST = 10;

  /** The longest reason, in characters. */
  public static final int LONGEST_REASON = 1_000;

  /** What made a ticket go up. */
  public enum Cause implements Wire {
    /** Somebody decided it. */
    MANUAL,
    /** It had waited for support too long. */
    AGE,
    /** A target was missed. */
    SLA_BREACH
  }

  /**
   * What is wanted.
   *
   * @param toAgent who gets the ticket; null leaves it with its agent
   * @param level above the present one; null means the next
   */
  public record Request(
      Cause cause, String reason, @Nullable Agent toAgent, @Nullable Integer level) {

    /** One level up, to nobody in particular. */
    public static Request up(Cause cause, String reason) {
      return new Request(cause, reason, null, null);
    }
  }
}
