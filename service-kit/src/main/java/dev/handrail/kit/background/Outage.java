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
  private long began;
  private long logged;
  private long times;

  /**
   * Starts without trouble.
   *
   * @param what is in trouble, to begin a sentence with
   */
  public Outage(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** Notes one failure. */
  public void failed(Throwable failure) {
    long now = System.nanoTime();
    times++;
    if (!lasts) {
      lasts = true;
      began = now;
      logged = now;
      log.warnf(failure, "%s: trouble. Trying again until it works.", what);
    } else if (now - logged > REMIND_NANOS) {
      logged = now;
      log.warnf(
          "%s: trouble for %d s, %d failures, last: %s",
          what, Duration.ofNanos(now - began).toSeconds(), times, failure);
    }
  }

  /** Notes that it works. */
  public void worked() {
    if (lasts) {
      lasts = false;
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
