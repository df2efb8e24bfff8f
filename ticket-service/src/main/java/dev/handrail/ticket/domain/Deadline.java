package dev.handrail.ticket.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One SLA target of one ticket: when it is due, and whether its clock runs, is paused or stopped.
 * Time that passes while the clock does not run moves the due time by as much.
 *
 * @param dueAt when the target is missed; while paused, as if the clock had gone on at once
 * @param atRiskAt when the target comes into danger
 * @param pausedAt since when the clock is paused
 * @param stoppedAt when the thing aimed at happened
 */
public record Deadline(
    Instant dueAt, Instant atRiskAt, @Nullable Instant pausedAt, @Nullable Instant stoppedAt) {

  /** Share of a target, in percent, after which it is at risk. */
  private static final int AT_RISK_PERCENT = 75;

  static Deadline startingAt(Instant start, Duration target) {
    return new Deadline(
        start.plus(target),
        start.plus(target.multipliedBy(AT_RISK_PERCENT).dividedBy(100)),
        null,
        null);
  }

  /** Whether it is due, at risk, paused or met at a moment. A stop at the due time is in time. */
  public SlaState stateAt(Instant now) {
    if (stoppedAt != null) {
      return stoppedAt.isAfter(dueAt) ? SlaState.BREACHED : SlaState.MET;
    }
    Instant moment = Objects.requireNonNullElse(pausedAt, now);
    if (moment.isAfter(dueAt)) {
      return SlaState.BREACHED;
    }
    if (pausedAt != null) {
      return SlaState.PAUSED;
    }
    return now.isBefore(atRiskAt) ? SlaState.OK : SlaState.AT_RISK;
  }

  boolean isRunning() {
    return stoppedAt == null && pausedAt == null;
  }

  Deadline pausedAt(Instant now) {
    return isRunning() ? new Deadline(dueAt, atRiskAt, now, null) : this;
  }

  Deadline stoppedAt(Instant now) {
    return stoppedAt != null ? this : resumedAt(now).withStop(now);
  }

  /** The clock goes on, with what was left when it was paused or stopped. */
  Deadline resumedAt(Instant now) {
    Instant since = stoppedAt != null ? stoppedAt : pausedAt;
    return since == null ? this : moved(Duration.between(since, now));
  }

  /** Another target from the same start: what was waited stays waited. */
  Deadline retargeted(Duration from, Duration to) {
    if (stoppedAt != null) {
      return this;
    }
    Duration more = to.minus(from);
    return new Deadline(
        dueAt.plus(more),
        atRiskAt.plus(more.multipliedBy(AT_RISK_PERCENT).dividedBy(100)),
        pausedAt,
        null);
  }

  private Deadline withStop(Instant now) {
    return new Deadline(dueAt, atRiskAt, null, now);
  }

  private Deadline moved(Duration by) {
    return new Deadline(dueAt.plus(by), atRiskAt.plus(by), null, null);
  }
}
