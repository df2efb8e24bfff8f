package dev.handrail.kit.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AwakeClock clock = new AwakeClock(nanos::get);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().start(this::work);
  private final Progress progress = new Progress("test", thread, clock);

  @AfterEach
  void finish() {
    end.countDown();
  }

  @Test
  void work_that_goes_on_is_alive() {
    for (int i = 0; i < 10; i++) {
      awake(Duration.ofSeconds(59));
      assertThat(progress.isAlive(PATIENCE)).isTrue();
      progress.made();
    }
  }

  @Test
  void work_that_stands_still_for_too_long_is_not() {
    awake(Duration.ofSeconds(60));
    assertThat(progress.isAlive(PATIENCE)).isTrue();
    awake(Duration.ofSeconds(1));

    assertThat(progress.isAlive(PATIENCE)).isFalse();
    assertThat(progress.silence()).isEqualTo(Duration.ofSeconds(61));
    progress.made();
    assertThat(progress.isAlive(PATIENCE)).isTrue();
  }

  @Test
  void a_process_that_was_frozen_is_alive_when_it_wakes_up_and_gets_its_full_patience() {
    awake(Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(progress.isAlive(PATIENCE)).isTrue();
    clock.tick();
    assertThat(progress.isAlive(PATIENCE)).isTrue();

    awake(Duration.ofSeconds(45));
    assertThat(progress.isAlive(PATIENCE)).isTrue();
    awake(Duration.ofSeconds(10));
    assertThat(progress.isAlive(PATIENCE)).isFalse();
  }

  @Test
  void a_thread_that_died_is_not_alive_unless_it_was_asked_to_end() throws InterruptedException {
    end.countDown();
    thread.join();
    assertThat(progress.isAlive(PATIENCE)).isFalse();

    progress.ended();
    assertThat(progress.isAlive(PATIENCE)).isTrue();
  }

  private void awake(Duration time) {
    for (long passed = 0; passed < time.toMillis(); passed += 500) {
      nanos.addAndGet(Duration.ofMillis(500).toNanos());
      clock.tick();
    }
  }

  private void work() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
