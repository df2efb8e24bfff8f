package dev.handrail.ticket.domain.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Terms TERMS = terms(40, 100);

  private static Terms terms(long response, long resolution) {
    return new Terms(
        "p",
        3,
        BusinessCalendar.ALWAYS,
        new Targets(Duration.ofMinutes(response), Duration.ofMinutes(resolution)),
        75,
        false,
        1);
  }

  private static Instant minute(long n) {
    return NOON.plus(Duration.ofMinutes(n));
  }

  private static Sla started() {
    return Sla.startingAt(NOON, TERMS);
  }

  private static Alarm alarm(TargetKind kind, Alarm.Level level, long at, long due) {
    return new Alarm(kind, level, minute(at), minute(due));
  }

  private static Sla said(Sla sla, Instant now) {
    return sla.saying(sla.unsaidAt(now));
  }

  @Test
  void a_running_deadline_goes_from_ok_over_at_risk_to_breached() {
    Deadline deadline = started().resolution();
    assertThat(deadline.dueAt()).isEqualTo(minute(100));
    assertThat(deadline.atRiskAt()).isEqualTo(minute(75));
    assertThat(deadline.stateAt(minute(75).minusMillis(1))).isEqualTo(SlaState.OK);
    assertThat(deadline.stateAt(minute(75))).isEqualTo(SlaState.AT_RISK);
    assertThat(deadline.stateAt(minute(100))).isEqualTo(SlaState.AT_RISK);
    assertThat(deadline.stateAt(minute(100).plusNanos(1_000))).isEqualTo(SlaState.BREACHED);
    assertThat(deadline.pausedAt()).isNull();
    assertThat(deadline.stoppedAt()).isNull();
  }

  @Test
  void a_stop_at_the_due_time_is_in_time_and_the_first_stop_counts() {
    Deadline deadline = started().resolution();
    assertThat(deadline.stop(minute(100)).stateAt(minute(900))).isEqualTo(SlaState.MET);
    assertThat(deadline.stop(minute(101)).stateAt(minute(900))).isEqualTo(SlaState.BREACHED);
    assertThat(deadline.stop(minute(5)).stop(minute(200)).stoppedAt()).isEqualTo(minute(5));
    assertThat(deadline.stop(minute(5)).paused(minute(6))).isEqualTo(deadline.stop(minute(5)));
    assertThat(deadline.paused(minute(5)).stop(minute(50)).stoppedAt()).isEqualTo(minute(50));
    assertThat(deadline.paused(minute(5)).stop(minute(950)).stateAt(minute(960)))
        .as("what happens in a pause is told by the time at which it did")
        .isEqualTo(SlaState.BREACHED);
  }

  @Test
  void a_pause_moves_the_due_time_by_as_long_as_it_lasts() {
    Deadline paused = started().resolution().paused(minute(40));
    assertThat(paused.stateAt(minute(900))).isEqualTo(SlaState.PAUSED);
    assertThat(paused.pausedAt()).isEqualTo(minute(40));
    assertThat(paused.dueAt()).isEqualTo(minute(100));
    assertThat(paused.paused(minute(50))).isEqualTo(paused);
    Deadline resumed = paused.resumed(minute(70), TERMS);
    assertThat(resumed.dueAt()).isEqualTo(minute(130));
    assertThat(resumed.atRiskAt()).isEqualTo(minute(105));
    assertThat(resumed.resumed(minute(80), TERMS)).isEqualTo(resumed);
    assertThat(resumed.remainingAt(minute(90), TERMS)).isEqualTo(Duration.ofMinutes(40));
    assertThat(resumed.remainingAt(minute(140), TERMS)).isEqualTo(Duration.ofMinutes(-10));
  }

  @Test
  void a_breach_stays_one_when_the_clock_is_paused_or_stopped_after_it() {
    Deadline late = started().resolution().paused(minute(101));
    assertThat(late.stateAt(minute(102))).isEqualTo(SlaState.BREACHED);
    assertThat(late.stop(minute(120)).stateAt(minute(130))).isEqualTo(SlaState.BREACHED);
    assertThat(late.resumed(minute(500), TERMS).dueAt()).isEqualTo(minute(100));
  }

  @Test
  void solving_stops_both_clocks_and_reopening_goes_on_with_what_was_left() {
    Sla solved = started().under(ClockRule.STOPPED, minute(30));
    assertThat(solved.firstResponse().stoppedAt()).isEqualTo(minute(30));
    assertThat(solved.resolution().stoppedAt()).isEqualTo(minute(30));
    assertThat(solved.nextDueAt()).isNull();
    assertThat(solved.nextAlarmAt()).isNull();
    Sla again = solved.under(ClockRule.RUNS, minute(1_000));
    assertThat(again.resolution().dueAt()).isEqualTo(minute(1_070));
    assertThat(again.firstResponse().stoppedAt()).isEqualTo(minute(30));
    Sla inPause = solved.under(ClockRule.PAUSED, minute(1_000));
    assertThat(inPause.resolution().dueAt()).isEqualTo(minute(1_070));
    assertThat(inPause.resolution().pausedAt()).isEqualTo(minute(1_000));
  }

  @Test
  void the_worse_of_two_states_and_the_earlier_of_two_due_times_count() {
    Sla sla = started();
    assertThat(sla.stateAt(minute(10))).isEqualTo(SlaState.OK);
    assertThat(sla.stateAt(minute(30))).isEqualTo(SlaState.AT_RISK);
    assertThat(sla.stateAt(minute(41))).isEqualTo(SlaState.BREACHED);
    assertThat(sla.responded(minute(5)).stateAt(minute(41))).isEqualTo(SlaState.OK);
    assertThat(SlaState.MET.or(SlaState.PAUSED)).isEqualTo(SlaState.PAUSED);
    assertThat(SlaState.OK.or(SlaState.PAUSED)).isEqualTo(SlaState.OK);
    assertThat(sla.nextDueAt()).isEqualTo(minute(40));
    assertThat(sla.responded(NOON).nextDueAt()).isEqualTo(minute(100));
    assertThat(sla.under(ClockRule.PAUSED, NOON).nextDueAt()).isEqualTo(minute(40));
    assertThat(sla.of(TargetKind.RESOLUTION)).isEqualTo(sla.resolution());
    assertThat(sla.of(TargetKind.FIRST_RESPONSE)).isEqualTo(sla.firstResponse());
  }

  @Test
  void each_alarm_is_said_once_in_the_order_of_time() {
    Sla sla = started();
    assertThat(sla.nextAlarmAt()).isEqualTo(minute(30));
    assertThat(sla.unsaidAt(minute(30).minusMillis(1))).isEmpty();
    assertThat(sla.unsaidAt(minute(30)))
        .containsExactly(alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.AT_RISK, 30, 40));
    sla = said(sla, minute(30));
    assertThat(sla.unsaidAt(minute(40))).as("due, not yet missed").isEmpty();
    assertThat(sla.nextAlarmAt()).isEqualTo(minute(40));
    assertThat(sla.unsaidAt(minute(80)))
        .containsExactly(
            alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.BREACHED, 40, 40),
            alarm(TargetKind.RESOLUTION, Alarm.Level.AT_RISK, 75, 100));
    sla = said(sla, minute(80));
    assertThat(sla.nextAlarmAt()).isEqualTo(minute(100));
    sla = said(sla, minute(101));
    assertThat(sla.nextAlarmAt()).isNull();
    assertThat(sla.unsaidAt(minute(10_000))).isEmpty();
    assertThat(sla.resolution().said()).isEqualTo(Alarm.Level.BREACHED);
  }

  @Test
  void after_a_long_silence_both_alarms_of_a_target_are_said() {
    assertThat(started().responded(minute(1)).unsaidAt(minute(500)))
        .containsExactly(
            alarm(TargetKind.RESOLUTION, Alarm.Level.AT_RISK, 75, 100),
            alarm(TargetKind.RESOLUTION, Alarm.Level.BREACHED, 100, 100));
  }

  @Test
  void a_pause_holds_the_alarms_back_and_an_answer_ends_them() {
    Sla sla = started().responded(minute(1)).under(ClockRule.PAUSED, minute(70));
    assertThat(sla.nextAlarmAt()).isNull();
    assertThat(sla.unsaidAt(minute(500))).isEmpty();
    sla = sla.under(ClockRule.RUNS, minute(500));
    assertThat(sla.nextAlarmAt()).isEqualTo(minute(505));
    assertThat(sla.under(ClockRule.STOPPED, minute(504)).unsaidAt(minute(999))).isEmpty();
  }

  @Test
  void a_target_that_is_past_when_it_is_set_is_missed_at_once_and_was_never_at_risk() {
    Sla sla = started().retargeted(terms(10, 100), minute(20));
    assertThat(sla.firstResponse().dueAt()).isEqualTo(minute(10));
    assertThat(sla.unsaidAt(minute(20)))
        .containsExactly(alarm(TargetKind.FIRST_RESPONSE, Alarm.Level.BREACHED, 10, 10));
    Sla paused =
        started()
            .responded(minute(1))
            .under(ClockRule.PAUSED, minute(60))
            .retargeted(terms(40, 50), minute(70));
    assertThat(paused.unsaidAt(minute(70)))
        .as("also in a pause")
        .containsExactly(alarm(TargetKind.RESOLUTION, Alarm.Level.BREACHED, 50, 50));
  }

  @Test
  void more_time_takes_a_breach_back_and_it_may_come_again() {
    Sla breached = said(started().responded(minute(1)), minute(120));
    Sla longer = breached.retargeted(terms(40, 200), minute(120));
    assertThat(longer.resolution().stateAt(minute(120))).isEqualTo(SlaState.OK);
    assertThat(longer.resolution().said()).isNull();
    assertThat(longer.unsaidAt(minute(201)))
        .extracting(Alarm::level)
        .containsExactly(Alarm.Level.AT_RISK, Alarm.Level.BREACHED);
    Sla shorter = breached.retargeted(terms(40, 90), minute(120));
    assertThat(shorter.unsaidAt(minute(130))).as("missed already, and said").isEmpty();
    assertThat(shorter.resolution().said()).isEqualTo(Alarm.Level.BREACHED);
    assertThat(breached.retargeted(terms(99, 100), minute(130)).resolution())
        .as("the same due time")
        .isEqualTo(breached.resolution());
    assertThat(breached.retargeted(terms(99, 100), minute(130)).firstResponse())
        .as("what was met stays met")
        .isEqualTo(breached.firstResponse());
  }

  @Test
  void a_moment_before_the_last_one_counts_as_the_last_one() {
    Runs runs = Runs.since(minute(10)).halted(minute(5));
    assertThat(runs.moments()).containsExactly(minute(10), minute(10));
    assertThat(runs.resumed(minute(3)).lastMoment()).isEqualTo(minute(10));
    assertThatThrownBy(() -> new Runs(List.of(minute(2), minute(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Runs(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_was_counted_is_the_sum_of_the_runs() {
    Runs runs = new Runs(List.of(minute(0), minute(10), minute(20), minute(25), minute(40)));
    assertThat(runs.counted(minute(50), BusinessCalendar.ALWAYS)).isEqualTo(Duration.ofMinutes(25));
    assertThat(runs.counted(minute(22), BusinessCalendar.ALWAYS)).isEqualTo(Duration.ofMinutes(12));
    assertThat(runs.reaches(Duration.ofMinutes(10), BusinessCalendar.ALWAYS)).isEqualTo(minute(10));
    assertThat(runs.reaches(Duration.ofMinutes(11), BusinessCalendar.ALWAYS)).isEqualTo(minute(21));
    assertThat(runs.reaches(Duration.ofMinutes(20), BusinessCalendar.ALWAYS)).isEqualTo(minute(45));
  }

  @Test
  void terms_that_promise_the_same_are_told_from_others() {
    assertThat(TERMS.promiseAs(new Terms("p", 9, TERMS.calendar(), TERMS.targets(), 75, false, 8)))
        .isTrue();
    assertThat(TERMS.promiseAs(new Terms("q", 3, TERMS.calendar(), TERMS.targets(), 75, false, 1)))
        .isFalse();
    assertThat(TERMS.promiseAs(new Terms("p", 3, TERMS.calendar(), TERMS.targets(), 74, false, 1)))
        .isFalse();
    assertThat(TERMS.promiseAs(new Terms("p", 3, TERMS.calendar(), TERMS.targets(), 75, true, 1)))
        .isFalse();
    assertThat(TERMS.promiseAs(terms(41, 100))).isFalse();
  }

  @Test
  void a_deadline_is_explained_in_words() {
    Deadline deadline =
        started()
            .under(ClockRule.PAUSED, minute(40))
            .under(ClockRule.RUNS, minute(70))
            .resolution();
    assertThat(Explanation.of(deadline, TERMS, minute(140)))
        .containsExactly(
            "Resolution: 1 h 40 min of the time of calendar always (version 1, Z) by policy p"
                + " (version 3).",
            "Resolution: the clock ran from Mon 2 Mar 2026 12:00:00 to Mon 2 Mar 2026 12:40:00, of"
                + " which 40 min counted.",
            "Resolution: the clock ran from Mon 2 Mar 2026 13:10:00 and runs still, until now Mon 2"
                + " Mar 2026 14:20:00, of which 1 h 10 min counted.",
            "Resolution: 1 h 50 min counted in all; due Mon 2 Mar 2026 14:10:00, at risk from Mon 2"
                + " Mar 2026 13:45:00; breached.");
    assertThat(Explanation.of(deadline, TERMS, minute(100)).getLast()).endsWith("in time.");
    assertThat(Explanation.of(deadline, TERMS, minute(110)).getLast()).endsWith("at risk.");
    assertThat(Explanation.of(deadline.paused(minute(80)), TERMS, minute(90)).getLast())
        .endsWith("paused; the due time moves on with the pause.");
    assertThat(Explanation.of(deadline.stop(minute(131)), TERMS, minute(150)).getLast())
        .endsWith("breached, as it happened only Mon 2 Mar 2026 14:11:00.");
    assertThat(Explanation.of(started().responded(NOON).firstResponse(), TERMS, minute(150)))
        .last()
        .asString()
        .startsWith("First response: 0 s counted in all")
        .endsWith("met, as it happened Mon 2 Mar 2026 12:00:00.");
  }
}
