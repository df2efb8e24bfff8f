package dev.handrail.kit.background;

import java.time.Duration;

/** The sign of life of one piece of background work. */
public final class Progress {
  private final String work;
  private final Thread thread;
  private final AwakeClock clock;
  private volatile Duration lastMade;
  private volatile boolean ended;

  Progress(String work, Thread thread, AwakeClock clock) {
    this.work = work;
    this.thread = thread;
    this.clock = clock;
    this.lastMade = clock.elapsed();
  }

  /** Says that the work goes on: an idle turn counts, waiting inside one step does not. */
  public void made() {
    lastMade = clock.elapsed();
  }

  /** Says that the work ended because it was asked to. */
  public void ended() {
    ended = true;
  }

  String work() {
    return work;
  }

  boolean isAlive(Duration patience) {
    return ended || (thread.isAlive() && silence().compareTo(patience) <= 0);
  }

  Duration silence() {
    return clock.elapsed().minus(lastMade);
  }
}
