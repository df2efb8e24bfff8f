package dev.handrail.kit.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BackgroundWork background = new BackgroundWork(Duration.ofMinutes(1));
  private final Rounds rounds = new Rounds(Logger.getLogger(RoundsTest.class), background);

  @AfterEach
  void stop() throws InterruptedException {
    rounds.stop();
  }

  @Test
  void goes_on_at_once_while_there_is_something_and_after_a_failure_too() {
    AtomicInteger done = new AtomicInteger();
    rounds.start(
        "counting",
        () -> {
          if (done.incrementAndGet() == 3) {
            throw new IllegalStateException("once");
          }
          return done.get() < 6 ? Duration.ZERO : Duration.ofHours(1);
        });

    Eventually.until(PATIENCE, "six rounds", () -> done.get() == 6);
    assertThat(background.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void a_bell_wakes_who_waits_for_long() {
    Bell bell = new Bell();
    AtomicInteger done = new AtomicInteger();
    rounds.start(
        "listening",
        () -> {
          done.incrementAndGet();
          return Duration.ofHours(1);
        },
        bell);
    Eventually.until(PATIENCE, "the first round", () -> done.get() == 1);

    bell.ring();

    Eventually.until(PATIENCE, "the second round", () -> done.get() == 2);
  }

  @Test
  void others_help_while_there_is_more_than_one_can_take() {
    Set<String> looked = ConcurrentHashMap.newKeySet();
    Set<String> worked = ConcurrentHashMap.newKeySet();
    AtomicBoolean much = new AtomicBoolean();
    rounds.start(
        "work",
        2,
        most -> {
          if (much.get() && worked.size() < 2) {
            worked.add(Thread.currentThread().getName());
            return most;
          }
          looked.add(Thread.currentThread().getName());
          return 0;
        },
        5,
        Duration.ofMillis(10));
    Eventually.until(PATIENCE, "both wait", () -> looked.size() == 2);

    much.set(true);

    Eventually.until(PATIENCE, "both work", () -> worked.size() == 2);
  }

  @Test
  void after_a_failure_batches_are_of_one_for_a_while() {
    Queue<Integer> asked = new ConcurrentLinkedQueue<>();
    rounds.start(
        "batches",
        most -> {
          asked.add(most);
          if (asked.size() == 2) {
            throw new IllegalStateException("one cannot be done");
          }
          return asked.size() < 12 ? 1 : 0;
        },
        2,
        Duration.ofHours(1));

    Eventually.until(PATIENCE, "all batches", () -> asked.size() == 12);
    assertThat(List.copyOf(asked)).containsExactly(2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2);
  }

  @Test
  void a_stop_ends_even_who_waits_for_long() throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    rounds.start(
        "waiting",
        () -> {
          done.incrementAndGet();
          return Duration.ofHours(1);
        },
        new Bell());
    Eventually.until(PATIENCE, "the round", () -> done.get() == 1);

    rounds.stop();

    assertThat(rounds.isStopping()).isTrue();
    assertThat(done).hasValue(1);
  }
}
