package dev.handrail.ticket.domain;

import static dev.handrail.ticket.domain.Fixtures.ADMIN;
import static dev.handrail.ticket.domain.Fixtures.BOOKINGS;
import static dev.handrail.ticket.domain.Fixtures.NOON;
import static dev.handrail.ticket.domain.Fixtures.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SlaTest {

  private static Instant minute(long n) {
    return NOON.plus(Duration.ofMinutes(n));
  }

  @ParameterizedTest
  @CsvSource({"URGENT,15,120", "HIGH,30,240", "MEDIUM,60,480", "LOW,120,1440"})
  void the_default_targets_are_those_of_the_vocabulary(Priority p, long first, long resolution) {
    assertThat(Targets.defaultFor(p))
        .isEqualTo(new Targets(Duration.ofMinutes(first), Duration.ofMinutes(resolution)));
  }

  @Test
  void a_running_deadline_goes_from_ok_over_at_risk_to_breached() {
    var deadline = Deadline.startingAt(NOON, Duration.ofMinutes(100));
    assertThat(deadline.stateAt(minute(0))).isEqualTo(SlaState.OK);
    assertThat(deadline.stateAt(minute(75).minusMillis(1))).isEqualTo(SlaState.OK);
    assertThat(deadline.stateAt(minute(75))).isEqualTo(SlaState.AT_RISK);
    assertThat(deadline.stateAt(minute(100))).isEqualTo(SlaState.AT_RISK);
    assertThat(deadline.stateAt(minute(100).plusMillis(1))).isEqualTo(SlaState.BREACHED);
  }

  @Test
  void a_stopped_deadline_remembers_whether_it_was_in_time() {
    var deadline = Deadline.startingAt(NOON, Duration.ofMinutes(100));
    assertThat(deadline.stoppedAt(minute(100)).stateAt(minute(500))).isEqualTo(SlaState.MET);
    assertThat(deadline.stoppedAt(minute(101)).stateAt(minute(500))).isEqualTo(SlaState.BREACHED);
    assertThat(deadline.stoppedAt(minute(5)).stoppedAt(minute(200)).stoppedAt())
        .isEqualTo(minute(5));
  }

  @Test
  void a_pause_moves_the_due_time_by_as_long_as_it_lasts() {
    var paused = Deadline.startingAt(NOON, Duration.ofMinutes(100)).pausedAt(minute(40));
    assertThat(paused.stateAt(minute(900))).isEqualTo(SlaState.PAUSED);
    assertThat(paused.pausedAt(minute(50))).isEqualTo(paused);
    assertThat(paused.isRunning()).isFalse();
    var resumed = paused.resumedAt(minute(70));
    assertThat(resumed).isEqualTo(new Deadline(minute(130), minute(105), null, null));
    assertThat(resumed.resumedAt(minute(80))).isEqualTo(resumed);
  }

  @Test
  void a_breach_stays_one_when_the_clock_is_paused_after_it() {
    var late = Deadline.startingAt(NOON, Duration.ofMinutes(10)).pausedAt(minute(11));
    assertThat(late.stateAt(minute(12))).isEqualTo(SlaState.BREACHED);
    assertThat(late.stoppedAt(minute(20)).stateAt(minute(30))).isEqualTo(SlaState.BREACHED);
  }

  @Test
  void the_worse_of_two_states_counts() {
    assertThat(SlaState.MET.or(SlaState.PAUSED)).isEqualTo(SlaState.PAUSED);
    assertThat(SlaState.OK.or(SlaState.PAUSED)).isEqualTo(SlaState.OK);
    assertThat(SlaState.AT_RISK.or(SlaState.BREACHED)).isEqualTo(SlaState.BREACHED);
    var sla = Sla.startingAt(NOON, Targets.defaultFor(Priority.MEDIUM));
    assertThat(sla.stateAt(minute(46))).isEqualTo(SlaState.AT_RISK);
    assertThat(sla.stateAt(minute(61))).isEqualTo(SlaState.BREACHED);
    assertThat(sla.responded(minute(5)).stateAt(minute(61))).isEqualTo(SlaState.OK);
  }

  @Test
  void the_next_due_time_is_that_of_the_earliest_running_clock() {
    var sla = Sla.startingAt(NOON, Targets.defaultFor(Priority.MEDIUM));
    assertThat(sla.nextDueAt()).isEqualTo(minute(60));
    assertThat(sla.responded(NOON).nextDueAt()).isEqualTo(minute(480));
    assertThat(sla.responded(NOON).in(Status.WAITING_CUSTOMER, NOON).nextDueAt()).isNull();
    assertThat(sla.in(Status.WAITING_CUSTOMER, NOON).nextDueAt()).isEqualTo(minute(60));
    assertThat(sla.in(Status.CLOSED, NOON).nextDueAt()).isNull();
  }

  @Test
  void reopening_goes_on_with_what_was_left() {
    var resolved = aTicket().build().close(null, ADMIN, BOOKINGS, minute(100)).after();
    var reopened = resolved.reopen("again", ADMIN, BOOKINGS, minute(1_000)).after();
    assertThat(reopened.sla().resolution().dueAt()).isEqualTo(minute(480 + 900));
    assertThat(reopened.sla().resolution().stoppedAt()).isNull();
    // The first response was given when the ticket was closed; that does not start again.
    assertThat(reopened.sla().firstResponse().stoppedAt()).isEqualTo(minute(100));
  }

  @Test
  void a_new_priority_is_counted_from_the_creation_and_may_breach_at_once() {
    var ticket = aTicket().build();
    var content = ticket.content();
    var urgent =
        new Content(
            content.subject(),
            content.category(),
            content.department(),
            content.language(),
            Priority.URGENT,
            content.tags(),
            content.customFields());

    var change = ticket.update(urgent, ADMIN.actor(), BOOKINGS, minute(20));

    assertThat(change.after().sla().firstResponse())
        .isEqualTo(Deadline.startingAt(NOON, Duration.ofMinutes(15)));
    assertThat(change.after().sla().resolution())
        .isEqualTo(Deadline.startingAt(NOON, Duration.ofHours(2)));
    assertThat(change.after().sla().stateAt(minute(20))).isEqualTo(SlaState.BREACHED);
    assertThat(change.events())
        .containsExactly(new TicketEvent.Updated(java.util.Set.of("priority"), Priority.MEDIUM));
    var answered =
        ticket
            .sla()
            .responded(minute(5))
            .retargeted(Targets.defaultFor(Priority.MEDIUM), Targets.defaultFor(Priority.URGENT));
    assertThat(answered.firstResponse().dueAt()).isEqualTo(minute(60));
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /** Against a clock that is moved on minute by minute. */
  @ParameterizedTest
  @MethodSource("seeds")
  void any_way_through_the_statuses_counts_exactly_the_minutes_that_ran(long seed) {
    var random = new Random(seed);
    var statuses = List.of(Status.values());
    var sla = Sla.startingAt(NOON, new Targets(Duration.ofMinutes(20), Duration.ofHours(1)));
    long ran = 0;
    Status status = Status.OPEN;
    boolean wasBreached = false;
    for (int minute = 1; minute <= 200; minute++) {
      if (status.resolutionClock() == Status.ResolutionClock.RUNS) {
        ran++;
      }
      wasBreached |= ran > 60;
      if (random.nextInt(8) == 0) {
        status = statuses.get(random.nextInt(statuses.size()));
        sla = sla.in(status, minute(minute));
      }
      var state = sla.resolution().stateAt(minute(minute));
      assertThat(state == SlaState.BREACHED)
          .as("seed %d minute %d %s after %d running minutes", seed, minute, status, ran)
          .isEqualTo(ran > 60);
      if (ran <= 60) {
        assertThat(state)
            .isEqualTo(
                switch (status.resolutionClock()) {
                  case STOPPED -> SlaState.MET;
                  case PAUSED -> SlaState.PAUSED;
                  case RUNS -> ran < 45 ? SlaState.OK : SlaState.AT_RISK;
                });
      }
    }
    assertThat(wasBreached).isEqualTo(ran > 60);
  }
}
