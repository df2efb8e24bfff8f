package dev.handrail.kit.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what other threads or processes bring about, by looking often. */
public final class Eventually {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Eventually() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what the condition in words, for the message
   * @throws AssertionError if it does not within the time
   */
  public static void until(Duration longest, String what, BooleanSupplier condition) {
    value(longest, what, condition::getAsBoolean, held -> held);
  }

  /**
   * The first value that is good.
   *
   * @param what the value wanted in words, for the message
   * @throws AssertionError with the last value if none is within the time
   */
  public static <T> T value(
      Duration longest, String what, Supplier<T> look, Predicate<? super T> good) {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      T seen = look.get();
      if (good.test(seen)) {
        return seen;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Not within " + longest + ": " + what + "; last seen: " + seen);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
