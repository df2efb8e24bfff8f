package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.ProblemException;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.sla.BusinessCalendar;
import dev.handrail.ticket.domain.sla.BusinessCalendar.Shift;
import dev.handrail.ticket.domain.sla.InvalidRule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When support works. */
@Schema(name = "BusinessCalendar", description = "Shifts of a week in one time zone.")
record BusinessCalendarJson(
    String key,
    @Schema(description = "IANA name.", examples = "Europe/Berlin") String timeZone,
    @Schema(description = "Shifts by day, monday to sunday; a day without any is free.")
        Map<String, List<ShiftJson>> week,
    @Schema(description = "Days on which nobody works.", examples = "2026-12-25")
        List<String> holidays,
    @Schema(description = "The ETag is made of it.") long version) {

  /** A piece of a working day. */
  @Schema(
      name = "Shift",
      requiredProperties = {"from", "to"})
  record ShiftJson(
      @Schema(examples = "09:00") @Nullable String from,
      @Schema(description = "24:00 or 00:00 is the end of the day.", examples = "12:30")
          @Nullable String to) {

    static ShiftJson of(Shift shift) {
      return new ShiftJson(time(shift.fromSecond()), time(shift.toSecond()));
    }

    private static String time(int second) {
      return second == 86_400 ? "24:00" : LocalTime.ofSecondOfDay(second).toString();
    }

    private static Shift shift(@Nullable ShiftJson json, String field) {
      if (json == null) {
        throw ProblemException.badRequest(field, "must not hold null");
      }
      return Shift.of(
          parsed(json.from, field + ".from"),
          "24:00".equals(json.to) ? LocalTime.MIDNIGHT : parsed(json.to, field + ".to"));
    }

    private static LocalTime parsed(@Nullable String text, String field) {
      try {
        return LocalTime.parse(Objects.requireNonNullElse(text, ""));
      } catch (DateTimeException notOne) {
        throw ProblemException.badRequest(field, "must be a time of the day, such as 09:30");
      }
    }
  }

  static BusinessCalendarJson of(BusinessCalendar c) {
    Map<String, List<ShiftJson>> week = new LinkedHashMap<>();
    c.week()
        .forEach((day, shifts) -> week.put(name(day), shifts.stream().map(ShiftJson::of).toList()));
    return new BusinessCalendarJson(
        c.key(),
        c.zone().getId(),
        week,
        c.holidays().stream().sorted().map(LocalDate::toString).toList(),
        c.version());
  }

  private static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  /** What a new calendar is made of. */
  @Schema(
      name = "NewBusinessCalendar",
      requiredProperties = {"key", "timeZone", "week"})
  record NewBusinessCalendar(
      @Schema(maxLength = 63, pattern = "[a-z][a-z0-9_]*", examples = "berlin_office")
          @Nullable String key,
      @Nullable String timeZone,
      @Nullable Map<String, @Nullable List<@Nullable ShiftJson>> week,
      @Schema(maxItems = 1000) @Nullable List<@Nullable String> holidays) {

    BusinessCalendar toCalendar() {
      Text text = new Text();
      String checked = text.key("key", key);
      if (checked.equals(BusinessCalendar.ALWAYS.key())) {
        text.problem("key", "is the one around the clock; choose another");
      }
      text.done();
      return made(
          () ->
              new BusinessCalendar(
                  checked, zoneOf(timeZone), weekOf(week), holidaysOf(holidays), 1));
    }
  }

  /** What may be changed of a calendar. */
  @Schema(
      name = "BusinessCalendarPatch",
      description = "The fields to change (JSON merge patch, RFC 7396).")
  record BusinessCalendarPatch(
      @Nullable String timeZone,
      @Schema(description = "Replaces the week.")
          @Nullable Map<String, @Nullable List<@Nullable ShiftJson>> week,
      @Schema(description = "Replaces the list.") @Nullable List<@Nullable String> holidays) {

    BusinessCalendar apply(BusinessCalendar stored) {
      return made(
          () ->
              new BusinessCalendar(
                  stored.key(),
                  timeZone == null ? stored.zone() : zoneOf(timeZone),
                  week == null ? stored.week() : weekOf(week),
                  holidays == null ? stored.holidays() : holidaysOf(holidays),
                  stored.version() + 1));
    }
  }

  private interface Making {
    BusinessCalendar make();
  }

  private static BusinessCalendar made(Making making) {
    try {
      return making.make();
    } catch (InvalidRule rule) {
      throw ProblemException.badRequest(rule.field(), String.valueOf(rule.getMessage()));
    }
  }

  private static ZoneId zoneOf(@Nullable String name) {
    // Only zones by name: an offset such as +01:00 knows nothing of summer time.
    if (name == null || !ZoneId.getAvailableZoneIds().contains(name)) {
      throw ProblemException.badRequest("timeZone", "must be an IANA name, such as Europe/Berlin");
    }
    return ZoneId.of(name);
  }

  private static Map<DayOfWeek, List<Shift>> weekOf(
      @Nullable Map<String, @Nullable List<@Nullable ShiftJson>> given) {
    Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
    if (given != null) {
      given.forEach(
          (name, shifts) -> {
            DayOfWeek day =
                Arrays.stream(DayOfWeek.values())
                    .filter(d -> name(d).equals(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            ProblemException.badRequest(
                                "week", "must be named by days, monday to sunday"));
            List<Shift> read = new ArrayList<>();
            if (shifts != null) {
              shifts.forEach(shift -> read.add(ShiftJson.shift(shift, "week." + name)));
            }
            week.put(day, read);
          });
    }
    return week;
  }

  private static Set<LocalDate> holidaysOf(@Nullable List<@Nullable String> given) {
    Set<LocalDate> holidays = new LinkedHashSet<>();
    if (given != null) {
      for (String day : given) {
        try {
          holidays.add(LocalDate.parse(Objects.requireNonNullElse(day, "")));
        } catch (DateTimeException notOne) {
          throw ProblemException.badRequest("holidays", "must hold dates, such as 2026-12-25");
        }
      }
    }
    return holidays;
  }
}
