package dev.handrail.ticket.domain.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.sla.BusinessCalendar.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The clock against one that is moved on minute by minute, through random calendars and lives:
 * zones with half and quarter hours, summer time both ways, leap days, holidays, split shifts,
 * pauses, and other policies and calendars in the middle of a pause.
 *
 * <p>{@code -Dsla.histories=100000} makes it a longer run, {@code -Dsla.seed} begins elsewhere.
 */
class SlaOracleTest {

  private static final int HISTORIES = Integer.getInteger("sla.histories", 500);
  private static final long SEED = Long.getLong("sla.seed", 1);

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Australia/Adelaide"),
          ZoneId.of("Pacific/Chatham"),
          ZoneId.of("Africa/Casablanca"),
          // Left out a whole day at the end of 2011.
          ZoneId.of("Pacific/Apia"));

  /** Days about which something is odd somewhere. */
  private static final List<LocalDate> ODD_DAYS =
      List.of(
          LocalDate.of(2011, 12, 28),
          LocalDate.of(2024, 2, 27),
          LocalDate.of(2026, 3, 6),
          LocalDate.of(2026, 3, 27),
          LocalDate.of(2026, 4, 3),
          LocalDate.of(2026, 9, 25),
          LocalDate.of(2026, 10, 2),
          LocalDate.of(2026, 10, 23),
          LocalDate.of(2026, 10, 30),
          LocalDate.of(2026, 12, 23),
          LocalDate.of(2028, 2, 26));

  @Test
  void every_life_counts_exactly_the_minutes_that_it_ran() {
    for (long i = 0; i < HISTORIES; i++) {
      new Life(SEED + i).live();
    }
  }

  /** One ticket's life, told to the clock and to the oracle alike. */
  private static final class Life {
    private final long seed;
    private final Random random;
    private final Instant start;
    private final List<Boolean> ran = new ArrayList<>();
    private Terms terms;
    private Sla sla;
    private ClockRule rule = ClockRule.RUNS;
    private boolean responded;
    private int pausedSince;
    private final Map<BusinessCalendar, BitSet> worked = new HashMap<>();
    private final Map<BusinessCalendar, Integer> known = new HashMap<>();

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.terms = someTerms(1);
      LocalDate day = ODD_DAYS.get(random.nextInt(ODD_DAYS.size()));
      this.start =
          day.atStartOfDay(terms.calendar().zone())
              .plusMinutes(random.nextInt(3 * 1_440))
              .toInstant();
      this.sla = Sla.startingAt(start, terms);
    }

    void live() {
      long minute = 0;
      int happenings = random.nextInt(12);
      for (int i = 0; i <= happenings; i++) {
        compare(minute);
        int pass = random.nextInt(1 + random.nextInt(1_500));
        for (int m = 0; m < pass; m++) {
          ran.add(rule == ClockRule.RUNS);
        }
        minute += pass;
        sayWhatIsDue(at(minute));
        happen(at(minute), i);
      }
      compare(minute);
    }

    private void happen(Instant now, int number) {
      switch (random.nextInt(5)) {
        case 0 -> move(ClockRule.PAUSED, now);
        case 1, 2 -> move(ClockRule.RUNS, now);
        case 3 -> {
          // Mostly during a pause, because there the due time is one that may never come.
          terms = random.nextBoolean() ? someTerms(number + 2) : otherTargets(number + 2);
          sla = sla.retargeted(terms, now);
        }
        default -> {
          if (random.nextInt(4) == 0) {
            move(ClockRule.STOPPED, now);
          } else {
            sla = sla.responded(now);
            responded = true;
          }
        }
      }
    }

    private void move(ClockRule next, Instant now) {
      boolean reopened = rule == ClockRule.STOPPED && next == ClockRule.PAUSED;
      if (next == ClockRule.PAUSED && rule != ClockRule.PAUSED) {
        pausedSince = ran.size();
      }
      rule = reopened ? ClockRule.RUNS : next;
      sla = sla.under(rule, now);
      responded |= rule == ClockRule.STOPPED;
    }

    /** As a timer would: nothing is said twice, and nothing early. */
    private void sayWhatIsDue(Instant now) {
      List<Alarm> alarms = sla.unsaidAt(now);
      alarms.forEach(
          alarm -> assertThat(alarm.at()).as("seed %d: %s", seed, alarm).isBeforeOrEqualTo(now));
      sla = sla.saying(alarms);
      assertThat(sla.unsaidAt(now)).as("seed %d", seed).isEmpty();
    }

    private void compare(long minute) {
      Instant now = at(minute);
      Deadline resolution = sla.resolution();
      assertThat(resolution.runs().counted(now, terms.calendar()))
          .as("seed %d: counted after %d minutes", seed, minute)
          .isEqualTo(Duration.ofMinutes(countedByMinutes()));
      if (rule != ClockRule.STOPPED) {
        assertThat(resolution.dueAt())
            .as("seed %d: due, %s", seed, terms)
            .isEqualTo(dueByMinutes(terms.targets().resolution()));
        assertThat(resolution.atRiskAt())
            .as("seed %d: at risk, %s", seed, terms)
            .isEqualTo(dueByMinutes(terms.atRiskAfter(TargetKind.RESOLUTION)));
        boolean late = countedByMinutes() > terms.targets().resolution().toMinutes();
        if (late) {
          assertThat(resolution.stateAt(now)).as("seed %d", seed).isEqualTo(SlaState.BREACHED);
        }
      }
      if (!responded) {
        assertThat(sla.firstResponse().dueAt())
            .as("seed %d: first response", seed)
            .isEqualTo(startPlusWork(terms.targets().firstResponse()));
      }
    }

    private long countedByMinutes() {
      long counted = 0;
      for (int m = 0; m < ran.size(); m++) {
        if (ran.get(m) && isWorked(m)) {
          counted++;
        }
      }
      return counted;
    }

    /** The end of the minute with which the target is used up, going on from the last pause. */
    private Instant dueByMinutes(Duration target) {
      long left = target.toMinutes();
      // While it is paused, the clock is thought to go on from when it was.
      int goesOn = rule == ClockRule.PAUSED ? pausedSince : ran.size();
      for (int m = 0; ; m++) {
        boolean runs = m >= goesOn || ran.get(m);
        if (runs && isWorked(m) && --left == 0) {
          return at(m + 1);
        }
      }
    }

    private Instant startPlusWork(Duration target) {
      long left = target.toMinutes();
      for (int m = 0; ; m++) {
        if (isWorked(m) && --left == 0) {
          return at(m + 1);
        }
      }
    }

    /** Whether a minute of the life is worked by the present calendar; each is asked once. */
    private boolean isWorked(int minute) {
      BusinessCalendar calendar = terms.calendar();
      BitSet bits = worked.computeIfAbsent(calendar, c -> new BitSet());
      for (int m = known.getOrDefault(calendar, 0); m <= minute; m++) {
        bits.set(m, isWorked(calendar, at(m)));
        known.put(calendar, m + 1);
      }
      return bits.get(minute);
    }

    /** What a person with the calendar on the wall would say. */
    private static boolean isWorked(BusinessCalendar calendar, Instant minute) {
      LocalDateTime wall = LocalDateTime.ofInstant(minute, calendar.zone());
      if (calendar.holidays().contains(wall.toLocalDate())) {
        return false;
      }
      int second = wall.toLocalTime().toSecondOfDay();
      return calendar.week().getOrDefault(wall.getDayOfWeek(), List.of()).stream()
          .anyMatch(shift -> second >= shift.fromSecond() && second < shift.toSecond());
    }

    private Instant at(long minute) {
      return start.plusSeconds(60 * minute);
    }

    private Terms someTerms(int version) {
      return new Terms(
          "some", version, someCalendar(version), someTargets(), somePercent(), false, version);
    }

    private Terms otherTargets(int version) {
      return new Terms(
          "some", version, terms.calendar(), someTargets(), somePercent(), false, version);
    }

    private Targets someTargets() {
      return new Targets(
          Duration.ofMinutes(20L * (1 + random.nextInt(20))),
          Duration.ofMinutes(20L * (1 + random.nextInt(60))));
    }

    private int somePercent() {
      return List.of(10, 25, 50, 75, 90).get(random.nextInt(5));
    }

    private BusinessCalendar someCalendar(int version) {
      if (random.nextInt(8) == 0) {
        return BusinessCalendar.ALWAYS;
      }
      Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
      for (DayOfWeek day : DayOfWeek.values()) {
        if (day == DayOfWeek.WEDNESDAY || random.nextInt(7) > 1) {
          week.put(day, someShifts());
        }
      }
      Set<LocalDate> holidays = new HashSet<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        holidays.add(
            ODD_DAYS.get(random.nextInt(ODD_DAYS.size())).plusDays(random.nextInt(12) - 2L));
      }
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      return new BusinessCalendar("some", zone, week, holidays, version);
    }

    /** Up to three pieces, which may touch each other and the ends of the day. */
    private List<Shift> someShifts() {
      return switch (random.nextInt(4)) {
        case 0 -> List.of(minutes(0, 1_440));
        case 1 -> List.of(minutes(540, 1_020));
        case 2 -> {
          int noon = 600 + random.nextInt(120);
          int afternoon = noon + random.nextInt(90);
          yield List.of(minutes(random.nextInt(400), noon), minutes(afternoon, 1_080));
        }
        default ->
            List.of(
                minutes(0, 30 + random.nextInt(150)),
                minutes(200, 400 + random.nextInt(300)),
                minutes(1_200 + random.nextInt(200), 1_440));
      };
    }

    private static Shift minutes(int from, int to) {
      return new Shift(60 * from, 60 * to);
    }
  }
}
