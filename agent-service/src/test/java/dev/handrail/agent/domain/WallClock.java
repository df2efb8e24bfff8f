package dev.handrail.agent.domain;

import dev.handrail.agent.domain.WeeklyShifts.Shift;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Weeks of shifts by chance, and an oracle for them that does no more than look at the clock. */
final class WallClock {

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Pacific/Chatham"),
          ZoneId.of("Africa/Casablanca"),
          // Changes its clocks at midnight: some days have no such hour.
          ZoneId.of("America/Santiago"),
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
          LocalDate.of(2026, 9, 4),
          LocalDate.of(2026, 9, 25),
          LocalDate.of(2026, 10, 2),
          LocalDate.of(2026, 10, 23),
          LocalDate.of(2026, 10, 30),
          LocalDate.of(2026, 12, 30));

  private WallClock() {}

  static WeeklyShifts someWeek(Random random) {
    Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
    int kind = random.nextInt(10);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Shift> shifts =
          switch (kind) {
            case 0 -> List.of(new Shift(0, 86_400));
            case 1 -> List.of(new Shift(0, 6 * 3_600), new Shift(22 * 3_600, 86_400));
            default -> random.nextInt(4) == 0 ? List.of() : someShifts(random);
          };
      if (!shifts.isEmpty()) {
        week.put(day, shifts);
      }
    }
    return new WeeklyShifts(ZONES.get(random.nextInt(ZONES.size())), week);
  }

  private static List<Shift> someShifts(Random random) {
    List<Shift> shifts = new ArrayList<>();
    int minute = random.nextInt(4) == 0 ? 0 : random.nextInt(600);
    int most = 1 + random.nextInt(3);
    for (int i = 0; i < most && minute < 1_380; i++) {
      int end = Math.min(1_440, minute + 1 + random.nextInt(random.nextBoolean() ? 60 : 600));
      shifts.add(new Shift(minute * 60, end * 60));
      // Some touch the one before.
      minute = end + (random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(300));
    }
    return shifts;
  }

  static Instant someMoment(Random random, ZoneId zone) {
    return ODD_DAYS
        .get(random.nextInt(ODD_DAYS.size()))
        .atStartOfDay(zone)
        .plusMinutes(random.nextInt(3 * 1_440))
        .toInstant();
  }

  /** Whether what the clock on the wall shows lies within a shift of its day. */
  static boolean isWithin(WeeklyShifts shifts, Instant moment) {
    LocalDateTime wall = LocalDateTime.ofInstant(moment, shifts.zone());
    int second = wall.toLocalTime().toSecondOfDay();
    return shifts.week().getOrDefault(wall.getDayOfWeek(), List.of()).stream()
        .anyMatch(s -> s.fromSecond() <= second && second < s.toSecond());
  }
}
