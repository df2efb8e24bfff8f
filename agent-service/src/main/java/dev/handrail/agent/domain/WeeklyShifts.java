package dev.handrail.agent.domain;

import dev.handrail.agent.domain.AgentProblem.FieldProblem;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When an agent works: shifts of a week by the clock on the wall of its time zone.
 *
 * @param zone a region of the IANA database, so that its clocks change when the agent's do
 * @param week shifts by day, in their order, none overlapping; a day without any is free and not in
 *     it
 */
public record WeeklyShifts(ZoneId zone, Map<DayOfWeek, List<Shift>> week) {

  /** Of an agent for whom nobody has set any. */
  public static final WeeklyShifts NONE = new WeeklyShifts(ZoneOffset.UTC, Map.of());

  /** How many shifts a day may have. */
  public static final int MOST_PER_DAY = 6;

  /**
   * A piece of a working day, by the clock on the wall.
   *
   * @param fromSecond first second of the day that belongs to it, 0 to 86,399
   * @param toSecond first second of the day that no longer does, up to 86,400, the end of the day
   */
  public record Shift(int fromSecond, int toSecond) {

    /** The end of a day as {@link #toSecond}. */
    public static final int END_OF_DAY = 86_400;

    public Shift {
      if (fromSecond < 0 || toSecond > END_OF_DAY || fromSecond >= toSecond) {
        throw new AgentProblem.Invalid(
            "week", "must have shifts that begin before they end, on one day");
      }
    }

    /** From one time to another of the same day; midnight as an end is the end of the day. */
    public static Shift of(LocalTime from, LocalTime to) {
      return new Shift(
          from.toSecondOfDay(), to.equals(LocalTime.MIDNIGHT) ? END_OF_DAY : to.toSecondOfDay());
    }
  }

  /**
   * Checks and orders the shifts.
   *
   * @throws AgentProblem.Invalid naming the days that are wrong
   */
  public WeeklyShifts {
    Map<DayOfWeek, List<Shift>> sorted = new EnumMap<>(DayOfWeek.class);
    List<FieldProblem> problems = new ArrayList<>();
    week.forEach(
        (day, shifts) -> {
          List<Shift> inOrder =
              shifts.stream().sorted(Comparator.comparingInt(Shift::fromSecond)).toList();
          String field = "week." + day.name().toLowerCase(Locale.ROOT);
          if (inOrder.size() > MOST_PER_DAY) {
            problems.add(new FieldProblem(field, "must have at most " + MOST_PER_DAY + " shifts"));
          } else if (overlap(inOrder)) {
            problems.add(new FieldProblem(field, "must not have shifts that overlap"));
          } else if (!inOrder.isEmpty()) {
            sorted.put(day, inOrder);
          }
        });
    AgentProblem.throwIfAny(problems);
    week = Collections.unmodifiableMap(sorted);
  }

  private static boolean overlap(List<Shift> inOrder) {
    for (int i = 1; i < inOrder.size(); i++) {
      if (inOrder.get(i).fromSecond() < inOrder.get(i - 1).toSecond()) {
        return true;
      }
    }
    return false;
  }

  /** The zone of this id; empty for what is no region, offsets such as {@code +02:00} included. */
  public static Optional<ZoneId> zone(String id) {
    return ZoneId.getAvailableZoneIds().contains(id)
        ? Optional.of(ZoneId.of(id))
        : Optional.empty();
  }

  /** The shifts of a day, in their order. */
  public List<Shift> on(DayOfWeek day) {
    return week.getOrDefault(day, List.of());
  }
}
