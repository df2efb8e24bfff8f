package dev.handrail.kit.background;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Logs a trouble that comes again and again: when it begins, once a minute while it lasts, and when
 * it is over. Used by one thread.
 */
public final class Outage {
  private static final long REMIND_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final String what;
  private boolean lasts;
  private boolean told;
  private long began;
  private long toldAt;
  private long times;

  /**
   * Starts without trouble.
   *
   * @param what is in trouble, to begin a sentence with
   */
  public Outage(Logger log, String what) {
    this.log = log;
    this.what = what;
    this.toldAt = System.nanoTime() - REMIND_NANOS;
  }

  /** Notes one failure. */
  public void failed(Throwable failure) {
    long now = System.nanoTime();
    times++;
    if (!lasts) {
      lasts = true;
      told = false;
      began = now;
    }
    // Also when it comes and goes: never more than one of these a minute.
    if (now - toldAt < REMIND_NANOS) {
      return;
    }
    toldAt = now;
    if (told) {
      log.warnf(
          "%s: trouble for %d s, %d failures, last: %s",
          what, Duration.ofNanos(now - began).toSeconds(), times, failure);
    } else {
      log.warnf(failure, "%s: trouble. Trying again until it works.", what);
    }
    told = true;
  }

  /** Notes that it works. */
  public void worked() {
    if (!lasts) {
      return;
    }
    lasts = false;
    if (told) {
      log.infof(
          "%s: works again after %d ms and %d failures.",
          what, Duration.ofNanos(System.nanoTime() - began).toMillis(), times);
      times = 0;
    }
  }

  /** Whether the last thing noted was a failure. */
  public boolean lasts() {
    return lasts;
  }
}
