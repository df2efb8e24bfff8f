package dev.handrail.ticket.domain.sla;

import java.time.Instant;

/**
 * A deadline has come into danger or was missed, and it has not been said yet.
 *
 * @param at the moment at which it became so
 * @param dueAt when the target falls or fell due
 */
public record Alarm(TargetKind kind, Level level, Instant at, Instant dueAt) {

  /** How far it has come. */
  public enum Level {
    AT_RISK,
    BREACHED
  }
}
