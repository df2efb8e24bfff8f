package dev.handrail.ticket.adapter.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.application.RecordedJobs;
import dev.handrail.ticket.domain.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which turn runs what. */
class JobLoopTest {
  private final RecordedJobs jobs = new RecordedJobs();
  private final Hands clock = new Hands(Instant.parse("2026-03-02T12:03:00Z"));
  private final JobLoop loop =
      new JobLoop(jobs, clock, Duration.ofMinutes(10), Duration.ofSeconds(1), "me");

  @Test
  void each_job_is_run_once_in_each_slot() {
    loop.turn();
    loop.turn();
    assertThat(jobs.done).containsExactlyElementsOf(slot("2026-03-02T12:00:00Z"));

    jobs.done.clear();
    clock.now = Instant.parse("2026-03-02T12:09:59.999Z");
    loop.turn();
    assertThat(jobs.done).isEmpty();

    clock.now = Instant.parse("2026-03-02T12:10:00Z");
    loop.turn();
    assertThat(jobs.done).containsExactlyElementsOf(slot("2026-03-02T12:10:00Z"));
  }

  @Test
  void a_slot_that_failed_is_tried_again_and_the_others_are_not() {
    RuntimeException away = new IllegalStateException("away");
    jobs.failure = away;
    assertThatThrownBy(loop::turn).isSameAs(away);
    loop.turn();
    loop.turn();
    assertThat(jobs.done).containsExactlyElementsOf(slot("2026-03-02T12:00:00Z"));
  }

  @Test
  void all_that_waits_is_done_in_one_turn() {
    loop.turn();
    jobs.done.clear();
    jobs.waiting.addAll(List.of(true, true, false, true));
    loop.turn();
    assertThat(jobs.done).containsExactly("waiting", "waiting");
  }

  @Test
  void after_a_stop_nothing_is_begun_and_a_run_at_hand_is_told() {
    assertThat(loop.goesOn()).isTrue();
    loop.stop();
    assertThat(loop.goesOn()).isFalse();
    jobs.waiting.add(true);
    loop.turn();
    assertThat(jobs.done).isEmpty();
  }

  private static List<String> slot(String at) {
    return java.util.Arrays.stream(Job.values()).map(job -> job.wire() + " " + at).toList();
  }

  /** A clock that stands where it is put. */
  private static final class Hands extends Clock {
    private Instant now;

    Hands(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
