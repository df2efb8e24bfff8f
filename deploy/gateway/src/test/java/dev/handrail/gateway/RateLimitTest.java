package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong clock = new AtomicLong(SECOND);

  @Test
  void aBurstOfTwiceTheRatePassesAndThenTheRate() {
    var limit = new RateLimit(10, 1000, clock::get);
    assertThat(passing(limit, 1, 100)).isEqualTo(20);
    clock.addAndGet(SECOND);
    assertThat(passing(limit, 1, 100)).isEqualTo(10);
    clock.addAndGet(SECOND / 2);
    assertThat(passing(limit, 1, 100)).isEqualTo(5);
    clock.addAndGet(1000 * SECOND);
    assertThat(passing(limit, 1, 100)).isEqualTo(20);
  }

  @Test
  void theWaitIsTheTimeUntilTheNextTokenInWholeSeconds() {
    var limit = new RateLimit(1, 1000, clock::get);
    assertThat(passing(limit, 1, 2)).isEqualTo(2);
    assertThat(limit.secondsToWait(1)).isEqualTo(1);
    clock.addAndGet(SECOND);
    assertThat(limit.secondsToWait(1)).isZero();
  }

  @Test
  void addressesDoNotShareABucket() {
    var limit = new RateLimit(1, 1000, clock::get);
    assertThat(passing(limit, 1, 10)).isEqualTo(2);
    assertThat(passing(limit, 2, 10)).isEqualTo(2);
  }

  @Test
  void zeroMeansNoLimit() {
    assertThat(passing(new RateLimit(0, 1000, clock::get), 1, 10_000)).isEqualTo(10_000);
  }

  @Test
  void memoryIsBoundedAndTheBusyAreRemembered() {
    var limit = new RateLimit(1, 1600, clock::get);
    assertThat(passing(limit, -1, 10)).isEqualTo(2);
    for (long address = 0; address < 100_000; address++) {
      limit.secondsToWait(address);
      assertThat(limit.secondsToWait(-1)).isPositive();
    }
    assertThat(limit.addresses()).isBetween(800, 1600);
  }

  private static int passing(RateLimit limit, long address, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      if (limit.secondsToWait(address) == 0) {
        passed++;
      }
    }
    return passed;
  }
}
