package dev.handrail.kit.background;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the time in which this process could work. It stands still while the process is stopped
 * (SIGSTOP, a suspended machine, a long collection), so that nothing looks stuck merely because
 * everything was.
 */
final class AwakeClock {
  private static final Duration TICK = Duration.ofMillis(500);

  private final LongSupplier nanoTime;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long awakeNanos;
  private long lastTick;

  AwakeClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastTick = nanoTime.getAsLong();
  }

  /** Starts the thread that ticks until {@link #stop}. */
  void start() {
    Thread.ofPlatform()
        .daemon()
        .name("awake-clock")
        .start(
            () -> {
              try {
                while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                  tick();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  void stop() {
    stopped.countDown();
  }

  /** Adds the time since the last tick, but no more of it than a process that ran would need. */
  synchronized void tick() {
    long now = nanoTime.getAsLong();
    awakeNanos += Math.min(now - lastTick, 2 * TICK.toNanos());
    lastTick = now;
  }

  /** Time awake, with the accuracy of a tick. */
  Duration elapsed() {
    return Duration.ofNanos(awakeNanos);
  }
}
