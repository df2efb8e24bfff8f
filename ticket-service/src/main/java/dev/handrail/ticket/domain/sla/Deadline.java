package dev.handrail.ticket.domain.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One target of one ticket: when its clock ran, when it is due, and what has been said of it.
 *
 * @param runs when its clock ran
 * @param stopped whether what was aimed at has happened; its time is then the last moment of the
 *     runs
 * @param atRiskAt when the target comes into danger; while paused, as if the clock went on at once
 * @param dueAt when the target is missed; likewise
 * @param said the worst that has been announced; null when nothing has
 */
public record Deadline(
    TargetKind kind,
    Runs runs,
    boolean stopped,
    Instant atRiskAt,
    Instant dueAt,
    Alarm.@Nullable Level said) {

  static Deadline startingAt(TargetKind kind, Instant start, Terms terms) {
    return counted(kind, Runs.since(start), false, terms, null);
  }

  private static Deadline counted(
      TargetKind kind, Runs runs, boolean stopped, Terms terms, Alarm.@Nullable Level said) {
    return new Deadline(
        kind,
        runs,
        stopped,
        runs.reaches(terms.atRiskAfter(kind), terms.calendar()),
        runs.reaches(terms.targets().of(kind), terms.calendar()),
        said);
  }

  /** Since when the clock is paused; null when it runs or has stopped. */
  public @Nullable Instant pausedAt() {
    return stopped || runs.isRunning() ? null : runs.lastMoment();
  }

  /** When what was aimed at happened; null when it has not. */
  public @Nullable Instant stoppedAt() {
    return stopped ? runs.lastMoment() : null;
  }

  /** Whether it is due, at risk, paused or met at a moment. A stop at the due time is in time. */
  public SlaState stateAt(Instant now) {
    if (stopped) {
      return runs.lastMoment().isAfter(dueAt) ? SlaState.BREACHED : SlaState.MET;
    }
    Instant paused = pausedAt();
    if (Objects.requireNonNullElse(paused, now).isAfter(dueAt)) {
      return SlaState.BREACHED;
    }
    if (paused != null) {
      return SlaState.PAUSED;
    }
    return now.isBefore(atRiskAt) ? SlaState.OK : SlaState.AT_RISK;
  }

  /** Working time that was left at a moment, by these terms; negative after a breach. */
  public Duration remainingAt(Instant moment, Terms terms) {
    return terms.targets().of(kind).minus(runs.counted(moment, terms.calendar()));
  }

  boolean isRunning() {
    return runs.isRunning();
  }

  /** When there is something to say next; null when its clock does not run or all is said. */
  @Nullable Instant nextAlarmAt() {
    if (!isRunning() || said == Alarm.Level.BREACHED) {
      return null;
    }
    return said == null ? atRiskAt : dueAt;
  }

  /** What has become true of it up to a moment and was not said yet, in order. */
  List<Alarm> unsaidAt(Instant now) {
    if (stopped) {
      return List.of();
    }
    List<Alarm> unsaid = new ArrayList<>();
    Instant reached = Objects.requireNonNullElse(pausedAt(), now);
    if (said == null && !reached.isBefore(atRiskAt)) {
      unsaid.add(new Alarm(kind, Alarm.Level.AT_RISK, atRiskAt, dueAt));
    }
    if (said != Alarm.Level.BREACHED && reached.isAfter(dueAt)) {
      unsaid.add(new Alarm(kind, Alarm.Level.BREACHED, dueAt, dueAt));
    }
    return unsaid;
  }

  Deadline saying(List<Alarm> alarms) {
    return alarms.stream()
        .filter(alarm -> alarm.kind() == kind)
        .reduce((first, last) -> last)
        .map(last -> new Deadline(kind, runs, stopped, atRiskAt, dueAt, last.level()))
        .orElse(this);
  }

  Deadline paused(Instant now) {
    return stopped || !isRunning()
        ? this
        : new Deadline(kind, runs.halted(now), false, atRiskAt, dueAt, said);
  }

  Deadline stop(Instant now) {
    // A stop during a pause is told by a run of no length.
    return stopped
        ? this
        : new Deadline(kind, runs.resumed(now).halted(now), true, atRiskAt, dueAt, said);
  }

  /** The clock goes on, with what was left when it was paused or stopped. */
  Deadline resumed(Instant now, Terms terms) {
    return isRunning() ? this : counted(kind, runs.resumed(now), false, terms, said);
  }

  /**
   * Another target for the same runs. What is then past is missed at once; what is not may come
   * into danger anew. A deadline that was met or missed for good stays as it is.
   */
  Deadline retargeted(Terms terms, Instant now) {
    if (stopped) {
      return this;
    }
    Deadline anew = counted(kind, runs, false, terms, null);
    boolean sameDue = anew.dueAt.equals(dueAt) && anew.atRiskAt.equals(atRiskAt);
    if (sameDue) {
      return this;
    }
    return switch (anew.stateAt(now)) {
      // It was never at risk by this target: the breach alone is said.
      case BREACHED -> said == Alarm.Level.BREACHED ? anew.as(said) : anew.as(Alarm.Level.AT_RISK);
      case MET, PAUSED, OK, AT_RISK -> anew;
    };
  }

  private Deadline as(Alarm.Level level) {
    return new Deadline(kind, runs, stopped, atRiskAt, dueAt, level);
  }
}
