package dev.handrail.ticket.domain.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a clock ran: the moments at which it was started and halted, in turn. It is what is true of
 * the past, whatever target and calendar are counted with.
 *
 * <p>A moment that lies before the last one, as clocks of two machines may have it, counts as the
 * last one: time never runs backwards here.
 *
 * @param moments started, halted, started, …; never empty, never descending
 */
public record Runs(List<Instant> moments) {

  public Runs {
    moments = List.copyOf(moments);
    if (moments.isEmpty()) {
      throw new IllegalArgumentException("A clock was started at some time.");
    }
    for (int i = 1; i < moments.size(); i++) {
      if (moments.get(i).isBefore(moments.get(i - 1))) {
        throw new IllegalArgumentException("Time went backwards: " + moments);
      }
    }
  }

  static Runs since(Instant start) {
    return new Runs(List.of(start));
  }

  public boolean isRunning() {
    return moments.size() % 2 == 1;
  }

  /** When it was last started or halted. */
  public Instant lastMoment() {
    return moments.getLast();
  }

  Runs halted(Instant at) {
    return isRunning() ? with(at) : this;
  }

  Runs resumed(Instant at) {
    return isRunning() ? this : with(at);
  }

  private Runs with(Instant at) {
    List<Instant> more = new ArrayList<>(moments);
    more.add(at.isBefore(lastMoment()) ? lastMoment() : at);
    return new Runs(more);
  }

  /** Working time that the clock has counted up to a moment. */
  public Duration counted(Instant until, BusinessCalendar calendar) {
    Duration sum = Duration.ZERO;
    for (int i = 0; i < moments.size(); i += 2) {
      Instant from = moments.get(i);
      Instant to = i + 1 < moments.size() ? moments.get(i + 1) : until;
      sum = sum.plus(calendar.between(from, to.isBefore(until) ? to : until));
    }
    return sum;
  }

  /**
   * The earliest moment at which the clock has counted so much, or will have: from its last moment
   * on as if it ran and were never halted again.
   *
   * @param work not negative
   */
  public Instant reaches(Duration work, BusinessCalendar calendar) {
    Duration left = work;
    for (int i = 0; i + 1 < moments.size(); i += 2) {
      Duration counted = calendar.between(moments.get(i), moments.get(i + 1));
      if (counted.compareTo(left) >= 0) {
        return calendar.after(moments.get(i), left);
      }
      left = left.minus(counted);
    }
    return calendar.after(lastMoment(), left);
  }
}
