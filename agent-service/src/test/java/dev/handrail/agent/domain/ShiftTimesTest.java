package dev.handrail.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.domain.ShiftTimes.Boundary;
import dev.handrail.agent.domain.WeeklyShifts.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShiftTimesTest {

  private static final int WEEKS = Integer.getInteger("shifts.weeks", 400);
  private static final long SEED = Long.getLong("shifts.seed", 1);

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant berlin(int month, int day, int hour, int minute) {
    return LocalDate.of(2026, month, day).atTime(hour, minute).atZone(BERLIN).toInstant();
  }

  private static ShiftTimes on(DayOfWeek day, Shift... shifts) {
    return new ShiftTimes(new WeeklyShifts(BERLIN, Map.of(day, List.of(shifts))));
  }

  private static Shift from(int hour, int minute, int toHour, int toMinute) {
    return new Shift(hour * 3_600 + minute * 60, toHour * 3_600 + toMinute * 60);
  }

  @Test
  void boundaries_are_those_of_a_clock_on_the_wall_that_is_looked_at_every_minute() {
    for (long seed = SEED; seed < SEED + WEEKS; seed++) {
      Random random = new Random(seed);
      WeeklyShifts week = WallClock.someWeek(random);
      ShiftTimes times = new ShiftTimes(week);
      Instant start = WallClock.someMoment(random, week.zone());
      Instant end = start.plus(Duration.ofMinutes(1 + random.nextInt(4_320)));
      Optional<Boundary> first = Optional.empty();
      Optional<Boundary> last = Optional.empty();
      boolean within = WallClock.isWithin(week, start);
      assertThat(times.isWithin(start)).as("seed %d", seed).isEqualTo(within);
      for (Instant minute = start.plusSeconds(60); !minute.isAfter(end); ) {
        boolean next = WallClock.isWithin(week, minute);
        if (next != within) {
          Boundary here = new Boundary(minute, next);
          first = first.or(() -> Optional.of(here));
          last = Optional.of(here);
        }
        within = next;
        minute = minute.plusSeconds(60);
      }
      assertThat(times.lastWithin(start, end)).as("seed %d", seed).isEqualTo(last);
      assertThat(times.nextAfter(start).filter(b -> !b.at().isAfter(end)))
          .as("seed %d", seed)
          .isEqualTo(first);
    }
  }

  @Test
  void a_boundary_is_found_at_its_very_moment_by_looking_back_and_no_more_by_looking_on() {
    ShiftTimes times = on(DayOfWeek.MONDAY, from(9, 0, 17, 0));
    Instant nine = berlin(3, 2, 9, 0);
    Instant five = berlin(3, 2, 17, 0);
    assertThat(times.nextAfter(nine.minusNanos(1))).contains(new Boundary(nine, true));
    assertThat(times.nextAfter(nine)).contains(new Boundary(five, false));
    assertThat(times.nextAfter(five)).contains(new Boundary(berlin(3, 9, 9, 0), true));
    assertThat(times.lastWithin(nine.minusNanos(1), nine)).contains(new Boundary(nine, true));
    assertThat(times.lastWithin(nine, five.minusNanos(1))).isEmpty();
    assertThat(times.lastWithin(five, nine)).isEmpty();
    assertThat(times.lastWithin(Instant.EPOCH, nine.plusSeconds(6 * 86_400)))
        .contains(new Boundary(five, false));
    assertThat(times.isWithin(nine)).isTrue();
    assertThat(times.isWithin(five)).isFalse();
  }

  @Test
  void shifts_that_touch_are_one_also_over_midnight() {
    ShiftTimes night =
        new ShiftTimes(
            new WeeklyShifts(
                BERLIN,
                Map.of(
                    DayOfWeek.MONDAY, List.of(from(20, 0, 22, 0), from(22, 0, 24, 0)),
                    DayOfWeek.TUESDAY, List.of(from(0, 0, 6, 0)))));
    assertThat(night.nextAfter(berlin(3, 2, 20, 0)))
        .contains(new Boundary(berlin(3, 3, 6, 0), false));
  }

  @Test
  void the_clocks_change_and_the_shift_goes_by_them() {
    ShiftTimes early = on(DayOfWeek.SUNDAY, from(2, 0, 2, 30));
    assertThat(early.nextAfter(berlin(3, 28, 12, 0)))
        .as("the hour that summer time leaves out")
        .contains(new Boundary(berlin(4, 5, 2, 0), true));
    Instant first = Instant.parse("2026-10-25T00:00:00Z");
    assertThat(early.nextAfter(berlin(10, 24, 12, 0))).contains(new Boundary(first, true));
    assertThat(early.nextAfter(first))
        .contains(new Boundary(first.plus(Duration.ofMinutes(30)), false));
    assertThat(early.nextAfter(first.plus(Duration.ofMinutes(30))))
        .as("the hour that winter time brings twice")
        .contains(new Boundary(first.plus(Duration.ofMinutes(60)), true));
  }

  @Test
  void a_day_that_a_zone_leaves_out_takes_its_shift_along() {
    ShiftTimes fridays =
        new ShiftTimes(
            new WeeklyShifts(
                ZoneId.of("Pacific/Apia"), Map.of(DayOfWeek.FRIDAY, List.of(from(9, 0, 17, 0)))));
    Instant lastFridayEnd = Instant.parse("2011-12-24T03:00:00Z");
    assertThat(fridays.nextAfter(lastFridayEnd))
        .contains(new Boundary(Instant.parse("2012-01-05T19:00:00Z"), true));
  }

  @Test
  void without_any_boundary_there_is_none() {
    Map<DayOfWeek, List<Shift>> always =
        Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toMap(d -> d, _ -> List.of(from(0, 0, 24, 0))));
    for (WeeklyShifts week :
        List.of(new WeeklyShifts(BERLIN, always), new WeeklyShifts(BERLIN, Map.of()))) {
      ShiftTimes times = new ShiftTimes(week);
      assertThat(times.nextAfter(berlin(3, 20, 0, 0))).isEmpty();
      assertThat(times.lastWithin(berlin(3, 20, 0, 0), berlin(4, 20, 0, 0))).isEmpty();
    }
  }
}
