package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Json;
import dev.handrail.kit.sql.Row;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.SlaPolicy;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.BusinessCalendar.Shift;
import dev.handrail.ticket.domain.sla.Targets;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Policies and calendars as they stand in the columns {@code rules}. */
final class SlaRuleColumns {

  /** Targets in seconds, by priority. */
  private record PolicyRules(
      String calendar,
      Map<String, TargetSeconds> targets,
      int atRiskPercent,
      List<String> categories,
      List<String> departments) {}

  private record TargetSeconds(long firstResponse, long resolution) {}

  /** Shifts as pairs of seconds of the day, by the number of the day from Monday, 1. */
  private record CalendarRules(
      String zone, Map<Integer, List<int[]>> week, List<String> holidays) {}

  private SlaRuleColumns() {}

  static Json of(SlaPolicy policy) {
    return JsonColumns.write(
        new PolicyRules(
            policy.calendar(),
            policy.targets().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        t -> t.getKey().wire(),
                        t ->
                            new TargetSeconds(
                                t.getValue().firstResponse().toSeconds(),
                                t.getValue().resolution().toSeconds()))),
            policy.atRiskPercent(),
            policy.match().categories(),
            policy.match().departments()));
  }

  static SlaPolicy policy(Row row) throws SQLException {
    PolicyRules rules = JsonColumns.read(PolicyRules.class, row.string("rules"));
    Map<Priority, Targets> targets = new EnumMap<>(Priority.class);
    for (Map.Entry<String, TargetSeconds> t : rules.targets().entrySet()) {
      targets.put(
          Wires.read(Priority.class, t.getKey()),
          new Targets(
              Duration.ofSeconds(t.getValue().firstResponse()),
              Duration.ofSeconds(t.getValue().resolution())));
    }
    return new SlaPolicy(
        row.string("app"),
        row.string("key"),
        rules.calendar(),
        targets,
        rules.atRiskPercent(),
        new SlaPolicy.Match(rules.categories(), rules.departments()),
        row.longValue("version"));
  }

  static Json of(BusinessCalendar calendar) {
    return JsonColumns.write(
        new CalendarRules(
            calendar.zone().getId(),
            calendar.week().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        day -> day.getKey().getValue(),
                        day ->
                            day.getValue().stream()
                                .map(shift -> new int[] {shift.fromSecond(), shift.toSecond()})
                                .toList())),
            calendar.holidays().stream().sorted().map(LocalDate::toString).toList()));
  }

  static BusinessCalendar calendar(Row row) throws SQLException {
    CalendarRules rules = JsonColumns.read(CalendarRules.class, row.string("rules"));
    Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
    rules
        .week()
        .forEach(
            (day, shifts) ->
                week.put(
                    DayOfWeek.of(day),
                    shifts.stream().map(shift -> new Shift(shift[0], shift[1])).toList()));
    return new BusinessCalendar(
        row.string("key"),
        ZoneId.of(rules.zone()),
        week,
        rules.holidays().stream().map(LocalDate::parse).collect(Collectors.toSet()),
        row.longValue("version"));
  }
}
