package dev.handrail.agent.domain;

import static dev.handrail.agent.domain.Availability.AVAILABLE;
import static dev.handrail.agent.domain.Availability.AWAY;
import static dev.handrail.agent.domain.Availability.BUSY;
import static dev.handrail.agent.domain.Availability.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.domain.Presence.Cause;
import dev.handrail.agent.domain.Presence.Step;
import dev.handrail.agent.domain.WeeklyShifts.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresenceTest {

  private static final Duration LEASE = Duration.ofMinutes(5);

  /** Mondays from nine to five; the second of March is one. */
  private static final WeeklyShifts MONDAYS =
      new WeeklyShifts(
          ZoneOffset.UTC, Map.of(DayOfWeek.MONDAY, List.of(new Shift(9 * 3_600, 17 * 3_600))));

  private static final WeeklyShifts NEVER = new WeeklyShifts(ZoneOffset.UTC, Map.of());

  private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant FIVE = Instant.parse("2026-03-02T17:00:00Z");

  private static Presence alive(Availability availability, Instant settledAt, Instant until) {
    return new Presence(availability, TEN.minusSeconds(86_400), settledAt, until);
  }

  @Test
  void an_agent_that_was_never_seen_is_offline_and_stays_so() {
    Presence unseen = Presence.unseen(NINE.minusSeconds(60));
    assertThat(unseen.availability()).isEqualTo(OFFLINE);
    assertThat(unseen.isAliveAt(NINE.minusSeconds(60))).isFalse();
    assertThat(unseen.nextCheckAt(MONDAYS)).isNull();
    Step later = unseen.settle(FIVE, MONDAYS);
    assertThat(later.isChange()).isFalse();
    assertThat(later.after())
        .isEqualTo(new Presence(OFFLINE, unseen.since(), FIVE, unseen.aliveUntil()));
  }

  @ParameterizedTest
  @EnumSource(Availability.class)
  void by_hand_holds_until_the_next_boundary(Availability chosen) {
    Presence before = alive(chosen == AWAY ? BUSY : AWAY, TEN, TEN.plusSeconds(10));
    Step set = before.choose(chosen, LEASE, TEN.plusSeconds(5), MONDAYS);
    assertThat(set)
        .isEqualTo(
            new Step(
                new Presence(
                    chosen, TEN.plusSeconds(5), TEN.plusSeconds(5), TEN.plusSeconds(5).plus(LEASE)),
                Cause.BY_HAND));
    Presence kept = set.after();
    for (Instant t = TEN.plusSeconds(60); t.isBefore(FIVE); t = t.plusSeconds(60)) {
      Step renewed = kept.renew(LEASE, t, MONDAYS);
      assertThat(renewed.isChange()).isFalse();
      kept = renewed.after();
      assertThat(kept.availability()).isEqualTo(chosen);
      assertThat(kept.aliveUntil()).isEqualTo(t.plus(LEASE));
    }
    Step ended = kept.renew(LEASE, FIVE, MONDAYS);
    assertThat(ended.after().availability()).isEqualTo(OFFLINE);
    assertThat(ended.cause()).isEqualTo(chosen == OFFLINE ? null : Cause.SHIFT);
  }

  @Test
  void what_is_set_to_what_it_was_is_no_change_but_a_sign_of_life() {
    Presence busy = alive(BUSY, TEN, TEN.plusSeconds(10));
    assertThat(busy.choose(BUSY, LEASE, TEN.plusSeconds(5), MONDAYS))
        .isEqualTo(
            new Step(
                new Presence(
                    BUSY, busy.since(), TEN.plusSeconds(5), TEN.plusSeconds(5).plus(LEASE)),
                null));
  }

  @Test
  void a_lease_is_never_made_shorter() {
    Presence busy = alive(BUSY, TEN, TEN.plusSeconds(1_000));
    assertThat(busy.renew(LEASE, TEN.plusSeconds(5), MONDAYS).after().aliveUntil())
        .isEqualTo(TEN.plusSeconds(1_000));
    assertThat(busy.choose(AWAY, LEASE, TEN.plusSeconds(5), MONDAYS).after().aliveUntil())
        .isEqualTo(TEN.plusSeconds(1_000));
  }

  @Test
  void the_beginning_of_a_shift_makes_available_who_is_alive() {
    Instant late = NINE.plusSeconds(2);
    for (Availability before : Availability.values()) {
      Step begun = alive(before, NINE.minusSeconds(60), NINE.plusSeconds(60)).settle(late, MONDAYS);
      assertThat(begun.after().availability()).isEqualTo(AVAILABLE);
      assertThat(begun.cause()).isEqualTo(before == AVAILABLE ? null : Cause.SHIFT);
      assertThat(begun.after().settledAt()).isEqualTo(late);
      if (before != AVAILABLE) {
        assertThat(begun.after().since()).as("from the boundary on").isEqualTo(NINE);
      }
    }
    Presence lapsesThen = alive(OFFLINE, NINE.minusSeconds(60), NINE);
    assertThat(lapsesThen.settle(late, MONDAYS).isChange()).as("the lease ends with it").isFalse();
  }

  @Test
  void who_comes_back_after_the_beginning_says_so_by_hand() {
    Presence away = alive(OFFLINE, NINE.minusSeconds(600), NINE.minusSeconds(60));
    Step back = away.renew(LEASE, NINE.plusSeconds(60), MONDAYS);
    assertThat(back.isChange()).isFalse();
    assertThat(back.after().isAliveAt(NINE.plusSeconds(60))).isTrue();
    assertThat(back.after().settle(NINE.plusSeconds(120), MONDAYS).isChange()).isFalse();
    assertThat(back.after().nextCheckAt(MONDAYS))
        .as("the lapse comes before the end of the shift")
        .isEqualTo(NINE.plusSeconds(60).plus(LEASE));
  }

  @Test
  void a_lapse_makes_offline_and_a_sign_of_life_after_it_does_not_undo_that() {
    Presence busy = alive(BUSY, TEN, TEN.plusSeconds(10));
    assertThat(busy.settle(TEN.plusSeconds(10).minusNanos(1), MONDAYS).isChange()).isFalse();
    Step lapsed = busy.settle(TEN.plusSeconds(10), MONDAYS);
    assertThat(lapsed.cause()).isEqualTo(Cause.LEASE);
    assertThat(lapsed.after())
        .isEqualTo(
            new Presence(OFFLINE, TEN.plusSeconds(10), TEN.plusSeconds(10), TEN.plusSeconds(10)));
    assertThat(lapsed.after().nextCheckAt(MONDAYS)).isNull();
    Step late = busy.renew(LEASE, TEN.plusSeconds(11), MONDAYS);
    assertThat(late.cause()).isEqualTo(Cause.LEASE);
    assertThat(late.after().availability()).isEqualTo(OFFLINE);
    assertThat(late.after().since()).isEqualTo(TEN.plusSeconds(10));
    assertThat(late.after().aliveUntil()).isEqualTo(TEN.plusSeconds(11).plus(LEASE));
  }

  @Test
  void one_that_lapsed_unseen_and_says_by_hand_what_it_was_has_not_changed() {
    Presence busy = alive(BUSY, TEN, TEN.plusSeconds(10));
    assertThat(busy.choose(BUSY, LEASE, TEN.plusSeconds(11), MONDAYS).isChange()).isFalse();
  }

  @Test
  void what_came_first_is_the_cause() {
    assertThat(
            alive(AVAILABLE, TEN, FIVE.minusSeconds(1))
                .settle(FIVE.plusSeconds(5), MONDAYS)
                .cause())
        .isEqualTo(Cause.LEASE);
    assertThat(alive(AVAILABLE, TEN, FIVE).settle(FIVE.plusSeconds(5), MONDAYS).cause())
        .as("who is gone has no shift that ends")
        .isEqualTo(Cause.LEASE);
    Step ended = alive(AVAILABLE, TEN, FIVE.plusSeconds(1)).settle(FIVE.plusSeconds(5), MONDAYS);
    assertThat(ended.cause()).isEqualTo(Cause.SHIFT);
    assertThat(ended.after().since()).isEqualTo(FIVE);
    Step begun = alive(BUSY, NINE.minusSeconds(5), NINE.plusSeconds(1)).settle(TEN, MONDAYS);
    assertThat(begun.cause()).as("available in between, which nobody saw").isEqualTo(Cause.LEASE);
    assertThat(begun.after().since()).isEqualTo(NINE.plusSeconds(1));
  }

  @Test
  void without_shifts_only_hand_and_lease_count() {
    Presence available = alive(AVAILABLE, TEN, FIVE);
    assertThat(available.nextBoundaryAt(NEVER)).isNull();
    assertThat(available.nextCheckAt(NEVER)).isEqualTo(FIVE);
    assertThat(available.settle(FIVE.minusSeconds(1), NEVER).isChange()).isFalse();
    assertThat(available.settle(FIVE, NEVER).cause()).isEqualTo(Cause.LEASE);
  }

  @Test
  void the_next_check_is_at_the_boundary_or_the_lapse_whichever_comes_first() {
    assertThat(alive(BUSY, TEN, FIVE.minusSeconds(1)).nextCheckAt(MONDAYS))
        .isEqualTo(FIVE.minusSeconds(1));
    assertThat(alive(BUSY, TEN, FIVE.plusSeconds(1)).nextCheckAt(MONDAYS)).isEqualTo(FIVE);
    assertThat(alive(BUSY, TEN, FIVE).nextBoundaryAt(MONDAYS)).isEqualTo(FIVE);
    assertThat(alive(OFFLINE, TEN, TEN.plusSeconds(1)).nextCheckAt(MONDAYS))
        .isEqualTo(TEN.plusSeconds(1));
  }

  @Test
  void whose_account_lets_it_work_no_more_is_offline_and_gone() {
    Presence available = alive(AVAILABLE, TEN, FIVE);
    assertThat(available.withdraw(TEN.plusSeconds(3)))
        .isEqualTo(
            new Step(
                new Presence(OFFLINE, TEN.plusSeconds(3), TEN.plusSeconds(3), TEN.plusSeconds(3)),
                Cause.ACCOUNT));
    Presence offline = alive(OFFLINE, TEN, TEN.plusSeconds(1));
    assertThat(offline.withdraw(TEN.plusSeconds(3)))
        .isEqualTo(
            new Step(
                new Presence(OFFLINE, offline.since(), TEN.plusSeconds(3), TEN.plusSeconds(1)),
                null));
  }

  @Test
  void a_clock_that_goes_after_brings_nothing_back() {
    Presence available = alive(AVAILABLE, TEN, TEN.plusSeconds(10));
    assertThat(available.settle(TEN.minusSeconds(1), MONDAYS)).isEqualTo(new Step(available, null));
    Step busy = available.choose(BUSY, LEASE, TEN.minusSeconds(1), MONDAYS);
    assertThat(busy.after().since()).isEqualTo(TEN);
    assertThat(busy.after().settledAt()).isEqualTo(TEN);
    assertThat(available.withdraw(TEN.minusSeconds(1)).after().since()).isEqualTo(TEN);
  }
}
