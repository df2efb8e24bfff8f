package dev.handrail.ticket.adapter;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Rung when something has been committed here that may let a ticket come to an agent; wakes those
 * who route. What other replicas commit is found by looking from time to time.
 */
@ApplicationScoped
public class RoutingBell {
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
