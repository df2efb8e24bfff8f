package dev.handrail.kit.background;

import java.time.Duration;

/**
 * Wakes those in this process who wait for something to do. What other replicas do rings nothing
 * here: who waits also looks from time to time.
 */
public class Bell {
  private long rings;

  public synchronized void ring() {
    rings++;
    notifyAll();
  }

  /** How often it has rung. */
  public synchronized long rings() {
    return rings;
  }

  /** Returns when it has rung more often than that, or after some time. */
  public synchronized void await(long heard, Duration longest) throws InterruptedException {
    long until = System.nanoTime() + longest.toNanos();
    long left = longest.toNanos();
    while (rings == heard && left > 0) {
      // Rounded up: a wait of 0 would have no end.
      wait(left / 1_000_000 + 1);
      left = until - System.nanoTime();
    }
  }
}
