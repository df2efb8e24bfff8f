package dev.handrail.kit;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes version 7 UUIDs (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.
 *
 * <p>Ids made by one process are strictly increasing, also within a millisecond and when the wall
 * clock steps back: the counter then runs ahead of the clock instead.
 */
public final class UuidV7 {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Milliseconds and counter of the newest id, as one 60-bit number. */
  private static final AtomicLong NEWEST = new AtomicLong();

  private UuidV7() {}

  /** A new id, greater than every one this process made before. */
  public static UUID next() {
    return next(System.currentTimeMillis(), NEWEST, RANDOM.nextLong());
  }

  static UUID next(long millis, AtomicLong newest, long random) {
    long fromClock = millis << 12;
    long stamp = newest.updateAndGet(previous -> Math.max(previous + 1, fromClock));
    long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFFL);
    long low = (random & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
