package dev.handrail.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket per client address. Memory is bounded: beyond the most addresses the one that was
 * quiet for longest is forgotten, which only ever forgives. Safe for use by several threads.
 */
final class RateLimit {
  static final int MOST_ADDRESSES = 100_000;

  private static final int SHARDS = 16;
  private static final double NANOS_PER_SECOND = 1e9;

  private final int perSecond;
  private final int burst;
  private final int mostPerShard;
  private final LongSupplier nanoTime;
  private final Shard[] shards = new Shard[SHARDS];

  /**
   * @param perSecond 0 for no limit
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  RateLimit(int perSecond, int mostAddresses, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = perSecond * 2;
    this.mostPerShard = Math.max(1, mostAddresses / SHARDS);
    this.nanoTime = nanoTime;
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /**
   * Takes one token; 0 if there was one, else the whole seconds until there will be, at least 1.
   */
  long secondsToWait(long address) {
    if (perSecond == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    Shard shard = shards[(int) (mix(address) >>> 60)];
    synchronized (shard) {
      Bucket bucket = shard.buckets.get(address);
      if (bucket == null) {
        bucket = new Bucket(burst, now);
        shard.buckets.put(address, bucket);
      }
      bucket.tokens =
          Math.min(burst, bucket.tokens + (now - bucket.filledAt) / NANOS_PER_SECOND * perSecond);
      bucket.filledAt = now;
      if (bucket.tokens >= 1) {
        bucket.tokens--;
        return 0;
      }
      return Math.max(1, (long) Math.ceil((1 - bucket.tokens) / perSecond));
    }
  }

  /** How many addresses are remembered. */
  int addresses() {
    int sum = 0;
    for (Shard shard : shards) {
      synchronized (shard) {
        sum += shard.buckets.size();
      }
    }
    return sum;
  }

  /** Spreads neighbouring addresses; the multiplier is the golden ratio's. */
  private static long mix(long address) {
    return address * 0x9E3779B97F4A7C15L;
  }

  private final class Shard {
    final Map<Long, Bucket> buckets = new Forgetful();
  }

  private static final class Bucket {
    double tokens;
    long filledAt;

    Bucket(double tokens, long filledAt) {
      this.tokens = tokens;
      this.filledAt = filledAt;
    }
  }

  private final class Forgetful extends LinkedHashMap<Long, Bucket> {
    private static final long serialVersionUID = 1L;

    Forgetful() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Bucket> eldest) {
      return size() > mostPerShard;
    }
  }
}
