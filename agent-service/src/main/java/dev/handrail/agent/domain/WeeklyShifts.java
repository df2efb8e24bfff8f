package dev.handrail.agent.domain;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** provisional */
public record WeeklyShifts(ZoneId zone, Map<DayOfWeek, List<Shift>> week) {
  public record Shift(int fromSecond, int toSecond) {}

  public List<Shift> on(DayOfWeek day) {
    return week.getOrDefault(day, List.of());
  }
}
