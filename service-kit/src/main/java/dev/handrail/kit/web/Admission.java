package dev.handrail.kit.web;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are let in at once. While answers take too long it is fewer with each of them,
 * and one more with each that is quick again: who cannot keep up, as a process that has just
 * started and is not compiled yet, goes on answering at its best instead of giving all of its time
 * to requests that run out of theirs (additive increase, multiplicative decrease: Chiu and Jain
 * 1989).
 */
final class Admission {
  private static final double BACK_OFF = 0.9;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AIMDLimit limit;

  Admission(AdmissionConfig config) {
    if (config.min() < 1 || config.max() < config.min()) {
      throw new IllegalStateException(
          "handrail.admission.min must be at least 1, and handrail.admission.max no less.");
    }
    limit =
        AIMDLimit.newBuilder()
            .initialLimit(config.max())
            .maxLimit(config.max())
            .minLimit(config.min())
            .backoffRatio(BACK_OFF)
            .timeout(config.slow().toNanos(), TimeUnit.NANOSECONDS)
            .build();
  }

  /** Lets one in, if there is room; whoever is let in must {@link #leave}. */
  boolean enter() {
    if (inFlight.incrementAndGet() > limit.getLimit()) {
      inFlight.decrementAndGet();
      return false;
    }
    return true;
  }

  /**
   * Gives the place back.
   *
   * @param enteredAt in nanoseconds of {@link System#nanoTime()}
   */
  void leave(long enteredAt, long now) {
    int before = inFlight.getAndDecrement();
    limit.onSample(enteredAt, now - enteredAt, before, false);
  }

  int inFlight() {
    return inFlight.get();
  }

  int limit() {
    return limit.getLimit();
  }
}
