package dev.handrail.ticket.domain.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.ticket.domain.sla.BusinessCalendar.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BusinessCalendarTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Shift MORNING = Shift.of(LocalTime.of(9, 0), LocalTime.of(12, 0));
  private static final Shift AFTERNOON = Shift.of(LocalTime.of(13, 0), LocalTime.of(17, 0));

  /** Monday, Tuesday and Friday with a break at noon; the second of March is a Monday. */
  private static final BusinessCalendar OFFICE = office(BERLIN, Set.of(LocalDate.of(2026, 3, 3)));

  private static BusinessCalendar office(ZoneId zone, Set<LocalDate> holidays) {
    return new BusinessCalendar(
        "office",
        zone,
        Map.of(
            DayOfWeek.MONDAY, List.of(AFTERNOON, MORNING),
            DayOfWeek.TUESDAY, List.of(MORNING, AFTERNOON),
            DayOfWeek.THURSDAY, List.of(),
            DayOfWeek.FRIDAY, List.of(MORNING)),
        holidays,
        1);
  }

  private static Instant berlin(int month, int day, int hour, int minute) {
    return LocalDate.of(2026, month, day).atTime(hour, minute).atZone(BERLIN).toInstant();
  }

  @Test
  void only_working_time_counts() {
    assertThat(OFFICE.between(berlin(3, 2, 8, 0), berlin(3, 2, 18, 0)))
        .isEqualTo(Duration.ofHours(7));
    assertThat(OFFICE.between(berlin(3, 2, 11, 30), berlin(3, 2, 13, 30)))
        .isEqualTo(Duration.ofHours(1));
    assertThat(OFFICE.between(berlin(3, 2, 18, 0), berlin(3, 6, 9, 0)))
        .as("a holiday and free days")
        .isEqualTo(Duration.ZERO);
    assertThat(OFFICE.between(berlin(3, 2, 16, 0), berlin(3, 6, 10, 0)))
        .isEqualTo(Duration.ofHours(2));
    assertThat(OFFICE.between(berlin(3, 2, 12, 0), berlin(3, 2, 11, 0))).isEqualTo(Duration.ZERO);
  }

  @Test
  void work_is_done_at_the_earliest_moment_at_which_enough_has_passed() {
    assertThat(OFFICE.after(berlin(3, 2, 8, 0), Duration.ofHours(3)))
        .as("not after the break")
        .isEqualTo(berlin(3, 2, 12, 0));
    assertThat(OFFICE.after(berlin(3, 2, 11, 0), Duration.ofHours(2)))
        .isEqualTo(berlin(3, 2, 14, 0));
    assertThat(OFFICE.after(berlin(3, 2, 16, 30), Duration.ofHours(1)))
        .as("over the holiday to Friday")
        .isEqualTo(berlin(3, 6, 9, 30));
    assertThat(OFFICE.after(berlin(3, 2, 18, 0), Duration.ZERO)).isEqualTo(berlin(3, 2, 18, 0));
  }

  @Test
  void a_deadline_lies_at_most_ten_years_away_however_little_is_worked() {
    BusinessCalendar hardlyEver =
        calendar(Map.of(DayOfWeek.MONDAY, List.of(new Shift(36_000, 36_001))));

    assertThat(hardlyEver.after(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofSeconds(522)))
        .isEqualTo(Instant.parse("2036-02-25T09:00:01Z"));
    assertThat(hardlyEver.after(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofSeconds(523)))
        .isEqualTo(Instant.parse("2036-03-01T23:00:00Z"));
  }

  @Test
  void an_hour_that_summer_time_leaves_out_is_not_worked_and_one_that_comes_twice_is_twice() {
    BusinessCalendar nights =
        new BusinessCalendar(
            "nights",
            BERLIN,
            Map.of(DayOfWeek.SUNDAY, List.of(Shift.of(LocalTime.of(1, 0), LocalTime.of(4, 0)))),
            Set.of(),
            1);
    assertThat(nights.between(berlin(3, 29, 0, 0), berlin(3, 29, 12, 0)))
        .isEqualTo(Duration.ofHours(2));
    assertThat(nights.between(berlin(10, 25, 0, 0), berlin(10, 25, 12, 0)))
        .isEqualTo(Duration.ofHours(4));
    assertThat(nights.after(berlin(10, 25, 0, 0), Duration.ofHours(4)))
        .isEqualTo(berlin(10, 25, 4, 0));
  }

  @Test
  void a_shift_that_ends_within_the_hour_that_comes_twice_is_worked_in_two_pieces() {
    BusinessCalendar early =
        new BusinessCalendar(
            "early",
            BERLIN,
            Map.of(DayOfWeek.SUNDAY, List.of(Shift.of(LocalTime.of(2, 0), LocalTime.of(2, 30)))),
            Set.of(),
            1);
    Instant midnight = berlin(10, 25, 0, 0);
    assertThat(early.between(midnight, berlin(10, 25, 12, 0))).isEqualTo(Duration.ofHours(1));
    assertThat(early.after(midnight, Duration.ofMinutes(30)))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(early.after(midnight, Duration.ofMinutes(40)))
        .isEqualTo(Instant.parse("2026-10-25T01:10:00Z"));
  }

  @Test
  void a_day_that_a_zone_leaves_out_is_not_worked() {
    BusinessCalendar apia =
        new BusinessCalendar(
            "apia",
            ZoneId.of("Pacific/Apia"),
            Map.of(
                DayOfWeek.THURSDAY, List.of(MORNING),
                DayOfWeek.FRIDAY, List.of(MORNING),
                DayOfWeek.SATURDAY, List.of(MORNING)),
            Set.of(),
            1);
    assertThat(
            apia.between(
                Instant.parse("2011-12-29T12:00:00Z"), Instant.parse("2011-12-31T12:00:00Z")))
        .as("Thursday and Saturday")
        .isEqualTo(Duration.ofHours(6));
  }

  @Test
  void around_the_clock_is_plain_time() {
    assertThat(BusinessCalendar.ALWAYS.between(berlin(3, 28, 12, 0), berlin(3, 29, 12, 0)))
        .isEqualTo(Duration.ofHours(23));
    assertThat(BusinessCalendar.ALWAYS.after(berlin(3, 2, 3, 0), Duration.ofDays(300)))
        .isEqualTo(berlin(3, 2, 3, 0).plus(Duration.ofDays(300)));
    Shift first = Shift.of(LocalTime.MIN, LocalTime.NOON);
    Shift second = Shift.of(LocalTime.NOON, LocalTime.MIDNIGHT);
    Map<DayOfWeek, List<Shift>> halves =
        IntStream.rangeClosed(1, 7)
            .boxed()
            .collect(Collectors.toMap(DayOfWeek::of, day -> List.of(first, second)));
    BusinessCalendar twoShifts = new BusinessCalendar("two", BERLIN, halves, Set.of(), 1);
    assertThat(twoShifts.after(berlin(3, 28, 1, 0), Duration.ofHours(47)))
        .isEqualTo(berlin(3, 28, 1, 0).plus(Duration.ofHours(47)));
    BusinessCalendar closed =
        new BusinessCalendar("two", BERLIN, halves, Set.of(LocalDate.of(2026, 3, 28)), 1);
    assertThat(closed.after(berlin(3, 28, 1, 0), Duration.ofHours(1)))
        .isEqualTo(berlin(3, 29, 1, 0));
  }

  @Test
  void what_contradicts_itself_is_refused() {
    assertThatThrownBy(() -> calendar(Map.of())).hasMessageContaining("at least one shift");
    assertThatThrownBy(() -> calendar(Map.of(DayOfWeek.MONDAY, List.of())))
        .isInstanceOfSatisfying(InvalidRule.class, e -> assertThat(e.field()).isEqualTo("week"));
    assertThatThrownBy(() -> Shift.of(LocalTime.of(9, 0), LocalTime.of(9, 0)))
        .hasMessageContaining("begin before they end");
    assertThatThrownBy(() -> new Shift(-1, 5)).isInstanceOf(InvalidRule.class);
    assertThatThrownBy(() -> new Shift(5, 86_401)).isInstanceOf(InvalidRule.class);
    assertThatThrownBy(
            () ->
                calendar(
                    Map.of(
                        DayOfWeek.MONDAY,
                        List.of(MORNING, Shift.of(LocalTime.of(11, 0), LocalTime.of(14, 0))))))
        .hasMessageContaining("overlap");
    List<Shift> many =
        IntStream.range(0, 13).mapToObj(hour -> new Shift(hour * 10, hour * 10 + 5)).toList();
    assertThatThrownBy(() -> calendar(Map.of(DayOfWeek.MONDAY, many)))
        .hasMessageContaining("at most 12");
    assertThat(calendar(Map.of(DayOfWeek.MONDAY, many.subList(0, 12))).week()).hasSize(1);
    Set<LocalDate> holidays =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(LocalDate.of(2026, 1, 1)::plusDays)
            .collect(Collectors.toSet());
    assertThatThrownBy(() -> office(BERLIN, holidays))
        .isInstanceOfSatisfying(
            InvalidRule.class, e -> assertThat(e.field()).isEqualTo("holidays"));
    holidays.remove(LocalDate.of(2026, 1, 1));
    assertThat(office(BERLIN, holidays).holidays()).hasSize(1_000);
    assertThat(OFFICE.week().get(DayOfWeek.MONDAY)).containsExactly(MORNING, AFTERNOON);
    assertThat(OFFICE.week()).doesNotContainKey(DayOfWeek.THURSDAY);
    assertThat(
            calendar(
                    Map.of(
                        DayOfWeek.MONDAY, List.of(MORNING, AFTERNOON, new Shift(43_200, 46_800))))
                .week())
        .as("shifts may touch")
        .hasSize(1);
  }

  @Test
  void only_a_week_without_any_gap_counts_every_moment() {
    Shift am = new Shift(0, 43_200);
    Shift pm = new Shift(43_200, 86_400);
    Map<DayOfWeek, List<Shift>> whole = eachDay(List.of(am, pm));
    assertThat(ofTheSecondWeekOfMarch(calendar(whole))).isEqualTo(Duration.ofDays(7));

    Map<DayOfWeek, List<Shift>> noSunday = new EnumMap<>(whole);
    noSunday.remove(DayOfWeek.SUNDAY);
    assertThat(ofTheSecondWeekOfMarch(calendar(noSunday))).isEqualTo(Duration.ofDays(6));
    assertThat(
            ofTheSecondWeekOfMarch(
                new BusinessCalendar("odd", BERLIN, whole, Set.of(LocalDate.of(2026, 3, 11)), 1)))
        .as("a holiday")
        .isEqualTo(Duration.ofDays(6));
    assertThat(ofTheSecondWeekOfMarch(calendar(eachDay(List.of(new Shift(1, 43_200), pm)))))
        .as("a late beginning")
        .isEqualTo(Duration.ofDays(7).minusSeconds(7));
    assertThat(ofTheSecondWeekOfMarch(calendar(eachDay(List.of(am, new Shift(43_200, 86_399))))))
        .as("an early end")
        .isEqualTo(Duration.ofDays(7).minusSeconds(7));
    assertThat(ofTheSecondWeekOfMarch(calendar(eachDay(List.of(am, new Shift(43_201, 86_400))))))
        .as("a break")
        .isEqualTo(Duration.ofDays(7).minusSeconds(7));
  }

  private static Duration ofTheSecondWeekOfMarch(BusinessCalendar calendar) {
    return calendar.between(berlin(3, 9, 0, 0), berlin(3, 16, 0, 0));
  }

  private static Map<DayOfWeek, List<Shift>> eachDay(List<Shift> shifts) {
    Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      week.put(day, shifts);
    }
    return week;
  }

  private static BusinessCalendar calendar(Map<DayOfWeek, List<Shift>> week) {
    return new BusinessCalendar("odd", BERLIN, week, Collections.emptySet(), 1);
  }
}
