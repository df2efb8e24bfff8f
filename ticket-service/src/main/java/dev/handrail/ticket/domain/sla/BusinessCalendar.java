package dev.handrail.ticket.domain.sla;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When support works: shifts of a week in one time zone, less the holidays.
 *
 * <p>A moment is working time when what a clock on the wall shows at it lies within a shift of that
 * day. So an hour that a change to winter time brings twice is worked twice, and one that a change
 * to summer time leaves out is not worked at all.
 *
 * @param key identifies it, lower_snake_case
 * @param week shifts by day; a day without any is free
 * @param holidays days on which nobody works
 * @param version 1 for the first; targets that were set by an older one keep counting by it until
 *     they are set anew
 */
public record BusinessCalendar(
    String key,
    ZoneId zone,
    Map<DayOfWeek, List<Shift>> week,
    Set<LocalDate> holidays,
    long version) {

  /** Around the clock, every day: what counts where no calendar was chosen. */
  public static final BusinessCalendar ALWAYS =
      new BusinessCalendar("always", ZoneOffset.UTC, everyDay(), Set.of(), 1);

  /** As far as deadlines are looked for: a bound for calendars that hardly ever work. */
  private static final int HORIZON_YEARS = 10;

  private static final int MOST_SHIFTS = 12;
  private static final int MOST_HOLIDAYS = 1_000;

  /**
   * A piece of a working day, by the clock on the wall.
   *
   * @param fromSecond first second of the day that belongs to it, 0 to 86,399
   * @param toSecond first second of the day that no longer does, up to 86,400, the end of the day
   */
  public record Shift(int fromSecond, int toSecond) {

    private static final int DAY = 86_400;

    public Shift {
      if (fromSecond < 0 || toSecond > DAY || fromSecond >= toSecond) {
        throw new InvalidRule("week", "must have shifts that begin before they end, on one day");
      }
    }

    /** From one time to another of the same day; midnight as an end is the end of the day. */
    public static Shift of(LocalTime from, LocalTime to) {
      return new Shift(
          from.toSecondOfDay(), to.equals(LocalTime.MIDNIGHT) ? DAY : to.toSecondOfDay());
    }
  }

  /** A stretch of working time between two moments. */
  private record Stretch(Instant from, Instant to) {}

  /** Checks the rules of a calendar; throws {@link InvalidRule}. */
  public BusinessCalendar {
    Map<DayOfWeek, List<Shift>> sorted = new EnumMap<>(DayOfWeek.class);
    week.forEach(
        (day, shifts) -> {
          if (shifts.size() > MOST_SHIFTS) {
            throw new InvalidRule("week", "must have at most " + MOST_SHIFTS + " shifts a day");
          }
          if (!shifts.isEmpty()) {
            sorted.put(day, inOrder(shifts));
          }
        });
    if (sorted.isEmpty()) {
      throw new InvalidRule("week", "must have at least one shift");
    }
    if (holidays.size() > MOST_HOLIDAYS) {
      throw new InvalidRule("holidays", "must hold at most " + MOST_HOLIDAYS);
    }
    week = Collections.unmodifiableMap(sorted);
    holidays = Collections.unmodifiableSet(new TreeSet<>(holidays));
  }

  private static List<Shift> inOrder(List<Shift> shifts) {
    List<Shift> sorted =
        shifts.stream().sorted(Comparator.comparingInt(Shift::fromSecond)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).fromSecond() < sorted.get(i - 1).toSecond()) {
        throw new InvalidRule("week", "must not have shifts that overlap");
      }
    }
    return sorted;
  }

  private static Map<DayOfWeek, List<Shift>> everyDay() {
    Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      week.put(day, List.of(Shift.of(LocalTime.MIN, LocalTime.MIDNIGHT)));
    }
    return week;
  }

  private boolean isAlways() {
    return holidays.isEmpty()
        && week.size() == DayOfWeek.values().length
        && week.values().stream()
            .allMatch(
                shifts ->
                    shifts.getFirst().fromSecond() == 0
                        && shifts.getLast().toSecond() == Shift.DAY
                        && isUnbroken(shifts));
  }

  private static boolean isUnbroken(List<Shift> shifts) {
    for (int i = 1; i < shifts.size(); i++) {
      if (shifts.get(i).fromSecond() != shifts.get(i - 1).toSecond()) {
        return false;
      }
    }
    return true;
  }

  /** Working time between two moments; zero when the second is not after the first. */
  public Duration between(Instant from, Instant to) {
    if (!to.isAfter(from)) {
      return Duration.ZERO;
    }
    if (isAlways()) {
      return Duration.between(from, to);
    }
    Duration worked = Duration.ZERO;
    LocalDate last = to.atZone(zone).toLocalDate();
    for (LocalDate day = from.atZone(zone).toLocalDate(); !day.isAfter(last); ) {
      for (Stretch s : stretchesOf(day)) {
        Instant begin = s.from().isAfter(from) ? s.from() : from;
        Instant end = s.to().isBefore(to) ? s.to() : to;
        if (end.isAfter(begin)) {
          worked = worked.plus(Duration.between(begin, end));
        }
      }
      day = day.plusDays(1);
    }
    return worked;
  }

  /**
   * The earliest moment by which so much working time has passed since another. For none at all
   * that is the other moment itself, working time or not. Where so little is worked that it would
   * take more than {@value #HORIZON_YEARS} years, it is the end of these.
   *
   * @param work not negative
   */
  public Instant after(Instant from, Duration work) {
    if (work.isZero() || isAlways()) {
      return from.plus(work);
    }
    Duration left = work;
    LocalDate first = from.atZone(zone).toLocalDate();
    LocalDate horizon = first.plusYears(HORIZON_YEARS);
    for (LocalDate day = first; day.isBefore(horizon); day = day.plusDays(1)) {
      for (Stretch s : stretchesOf(day)) {
        Instant begin = s.from().isAfter(from) ? s.from() : from;
        if (s.to().isAfter(begin)) {
          Duration length = Duration.between(begin, s.to());
          if (length.compareTo(left) >= 0) {
            return begin.plus(left);
          }
          left = left.minus(length);
        }
      }
    }
    return horizon.atStartOfDay(zone).toInstant();
  }

  /**
   * The working time of a day, in order. A day on which the zone's offset changes is cut at the
   * change: within each piece the wall clock and time go alike.
   */
  private List<Stretch> stretchesOf(LocalDate day) {
    List<Shift> shifts = week.get(day.getDayOfWeek());
    if (shifts == null || holidays.contains(day)) {
      return List.of();
    }
    ZoneRules rules = zone.getRules();
    LocalDateTime midnight = day.atStartOfDay();
    // No offset is further from UTC than this, so the pieces cover all of the day.
    Instant pieceFrom = midnight.toInstant(ZoneOffset.MAX);
    Instant dayEnd = midnight.plusDays(1).toInstant(ZoneOffset.MIN);
    List<Stretch> stretches = new ArrayList<>();
    while (pieceFrom.isBefore(dayEnd)) {
      ZoneOffset offset = rules.getOffset(pieceFrom);
      ZoneOffsetTransition change = rules.nextTransition(pieceFrom);
      Instant pieceTo =
          change == null || change.getInstant().isAfter(dayEnd) ? dayEnd : change.getInstant();
      for (Shift shift : shifts) {
        Instant begin = midnight.plusSeconds(shift.fromSecond()).toInstant(offset);
        Instant end = midnight.plusSeconds(shift.toSecond()).toInstant(offset);
        Instant from = begin.isAfter(pieceFrom) ? begin : pieceFrom;
        Instant to = end.isBefore(pieceTo) ? end : pieceTo;
        if (to.isAfter(from)) {
          stretches.add(new Stretch(from, to));
        }
      }
      pieceFrom = pieceTo;
    }
    return stretches;
  }
}
