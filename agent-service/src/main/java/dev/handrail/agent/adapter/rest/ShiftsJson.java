package dev.handrail.agent.adapter.rest;

import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.WeeklyShifts;
import dev.handrail.agent.domain.WeeklyShifts.Shift;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When an agent works. */
@Schema(
    name = "WeeklyShifts",
    description = "When an agent works, by the clock on the wall of its time zone.",
    requiredProperties = {"timeZone", "week"})
record ShiftsJson(
    @Schema(description = "IANA name.", examples = "Europe/Berlin") @Nullable String timeZone,
    @Schema(
            description =
                "Shifts by day, monday to sunday; a day without any is free. One over midnight is"
                    + " two, on two days.")
        @Nullable Map<String, List<ShiftJson>> week) {

  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final String END_OF_DAY = "24:00";

  /** A piece of a working day. */
  @Schema(
      name = "Shift",
      requiredProperties = {"from", "to"})
  record ShiftJson(
      @Schema(examples = "09:00") @Nullable String from,
      @Schema(description = "24:00 or 00:00 is the end of the day.", examples = "17:30")
          @Nullable String to) {

    static ShiftJson of(Shift shift) {
      return new ShiftJson(time(shift.fromSecond()), time(shift.toSecond()));
    }

    private static String time(int second) {
      return second == Shift.END_OF_DAY ? END_OF_DAY : LocalTime.ofSecondOfDay(second).toString();
    }
  }

  static @Nullable ShiftsJson of(@Nullable WeeklyShifts shifts) {
    if (shifts == null) {
      return null;
    }
    Map<String, List<ShiftJson>> week = new LinkedHashMap<>();
    shifts
        .week()
        .forEach((day, of) -> week.put(name(day), of.stream().map(ShiftJson::of).toList()));
    return new ShiftsJson(shifts.zone().getId(), week);
  }

  /**
   * The shifts that somebody wrote.
   *
   * @throws AgentProblem.Invalid naming every wrong field
   */
  WeeklyShifts toShifts() {
    List<AgentProblem.FieldProblem> problems = new ArrayList<>();
    ZoneId zone = timeZone == null ? null : WeeklyShifts.zone(timeZone).orElse(null);
    if (zone == null) {
      problems.add(
          new AgentProblem.FieldProblem(
              "timeZone", "must be a time zone such as Europe/Berlin or UTC"));
    }
    if (week == null) {
      problems.add(new AgentProblem.FieldProblem("week", "is required"));
    }
    Map<DayOfWeek, List<Shift>> days = new EnumMap<>(DayOfWeek.class);
    if (week != null) {
      week.forEach(
          (name, shifts) -> {
            DayOfWeek day = day(name);
            List<Shift> read = day == null ? null : shifts("week." + name, shifts, problems);
            if (day == null) {
              problems.add(
                  new AgentProblem.FieldProblem("week", "must have days monday to sunday only"));
            } else if (read != null) {
              days.put(day, read);
            }
          });
    }
    if (!problems.isEmpty()) {
      throw new AgentProblem.Invalid(problems.stream().distinct().limit(20).toList());
    }
    return new WeeklyShifts(zone == null ? ZoneOffset.UTC : zone, days);
  }

  private static @Nullable List<Shift> shifts(
      String field,
      @Nullable List<@Nullable ShiftJson> given,
      List<AgentProblem.FieldProblem> problems) {
    if (given == null) {
      problems.add(new AgentProblem.FieldProblem(field, "must be a list"));
      return null;
    }
    List<Shift> shifts = new ArrayList<>();
    for (ShiftJson json : given) {
      LocalTime from = json == null ? null : parsed(json.from);
      LocalTime to =
          json == null ? null : END_OF_DAY.equals(json.to) ? LocalTime.MIDNIGHT : parsed(json.to);
      if (from == null || to == null) {
        problems.add(
            new AgentProblem.FieldProblem(
                field, "must hold shifts with from and to, each a time such as 09:30"));
        return null;
      }
      if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
        problems.add(
            new AgentProblem.FieldProblem(
                field, "must have shifts that begin before they end, on one day"));
        return null;
      }
      shifts.add(Shift.of(from, to));
    }
    return shifts;
  }

  private static @Nullable LocalTime parsed(@Nullable String text) {
    return text != null && TIME.matcher(text).matches() ? LocalTime.parse(text) : null;
  }

  private static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (name(day).equals(name)) {
        return day;
      }
    }
    return null;
  }
}
