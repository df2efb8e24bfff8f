package dev.handrail.agent.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an agent can be reached, and what of it time will change (A5).
 *
 * <ul>
 *   <li>What is set by hand holds until the next boundary of the agent's shifts.
 *   <li>The end of a shift makes offline; its beginning makes available, but only one who is alive.
 *   <li>A lease that lapses makes offline. Coming back does not undo that: who is back says so by
 *       hand, or waits for the next shift.
 *   <li>Whose account is not approved is offline.
 * </ul>
 *
 * <p>Each transition gives what it changed as one step, however much has passed in between.
 *
 * @param availability how the agent can be reached
 * @param since from when on that holds
 * @param settledAt up to this moment, itself included, the boundaries of shifts have had their
 *     effect
 * @param aliveUntil when the lease lapses, or has: alive at every moment before it
 */
public record Presence(
    Availability availability, Instant since, Instant settledAt, Instant aliveUntil) {

  /** What made an agent's availability change. */
  public enum Cause implements Wire {
    BY_HAND,
    SHIFT,
    LEASE,
    /** The account was suspended, or was not approved in the first place. */
    ACCOUNT
  }

  /**
   * The outcome of a transition.
   *
   * @param cause null when the availability is what it was
   */
  public record Step(Presence after, @Nullable Cause cause) {

    public boolean isChange() {
      return cause != null;
    }
  }

  /** An agent that was never seen. */
  public static Presence unseen(Instant now) {
    return new Presence(Availability.OFFLINE, now, now, now);
  }

  public boolean isAliveAt(Instant moment) {
    return moment.isBefore(aliveUntil);
  }

  /** What time has brought up to now: boundaries of shifts, and the lapse of the lease. */
  public Step settle(Instant now, WeeklyShifts shifts) {
    if (!now.isAfter(settledAt) || isGone(settledAt)) {
      return new Step(new Presence(availability, since, later(now, settledAt), aliveUntil), null);
    }
    ShiftTimes times = new ShiftTimes(shifts);
    if (isAliveAt(now)) {
      return times
          .lastWithin(settledAt, now)
          .map(
              b ->
                  at(
                      now,
                      b.begins() ? Availability.AVAILABLE : Availability.OFFLINE,
                      b.at(),
                      Cause.SHIFT))
          .orElseGet(() -> at(now, availability, since, Cause.SHIFT));
    }
    // What begins or ends with the lapse or after it finds an agent that is gone.
    return times
        .lastWithin(settledAt, lapse().minusNanos(1))
        .filter(b -> !b.begins())
        .map(b -> at(now, Availability.OFFLINE, b.at(), Cause.SHIFT))
        .orElseGet(() -> at(now, Availability.OFFLINE, lapse(), Cause.LEASE));
  }

  /** The agent says how it can be reached, which is a sign of life too. */
  public Step choose(Availability chosen, Duration lease, Instant now, WeeklyShifts shifts) {
    Presence settled = settle(now, shifts).after();
    boolean same = chosen == availability;
    return new Step(
        new Presence(
            chosen,
            same ? since : settled.settledAt,
            settled.settledAt,
            later(aliveUntil, now.plus(lease))),
        same ? null : Cause.BY_HAND);
  }

  /** A sign of life. It prolongs the lease; what had lapsed or ended before it stays so. */
  public Step renew(Duration lease, Instant now, WeeklyShifts shifts) {
    Step settled = settle(now, shifts);
    Presence p = settled.after();
    return new Step(
        new Presence(p.availability, p.since, p.settledAt, later(aliveUntil, now.plus(lease))),
        settled.cause());
  }

  /** The account no longer lets the agent work: offline, and no longer alive. */
  public Step withdraw(Instant now) {
    Instant then = later(now, settledAt);
    boolean same = availability == Availability.OFFLINE;
    return new Step(
        new Presence(Availability.OFFLINE, same ? since : then, then, earlier(aliveUntil, then)),
        same ? null : Cause.ACCOUNT);
  }

  /** The next boundary of the shifts that was not settled; null when there is none. */
  public @Nullable Instant nextBoundaryAt(WeeklyShifts shifts) {
    return new ShiftTimes(shifts).nextAfter(settledAt).map(ShiftTimes.Boundary::at).orElse(null);
  }

  /**
   * When time changes something next if no sign of life comes; null when it never will. Nothing
   * changes before it.
   */
  public @Nullable Instant nextCheckAt(WeeklyShifts shifts) {
    if (isGone(settledAt)) {
      return null;
    }
    Instant boundary = nextBoundaryAt(shifts);
    return boundary == null ? lapse() : earlier(boundary, lapse());
  }

  /** Whoever is offline and not alive stays so, whatever shifts begin and end. */
  private boolean isGone(Instant moment) {
    return availability == Availability.OFFLINE && !isAliveAt(moment);
  }

  /** When the lapse takes hold; not in what is settled. */
  private Instant lapse() {
    return later(aliveUntil, settledAt);
  }

  private Step at(Instant now, Availability next, Instant from, Cause cause) {
    boolean same = next == availability;
    return new Step(new Presence(next, same ? since : from, now, aliveUntil), same ? null : cause);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
