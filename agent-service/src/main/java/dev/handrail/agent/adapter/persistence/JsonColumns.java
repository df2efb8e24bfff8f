package dev.handrail.agent.adapter.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handrail.agent.domain.HistoryEntry.FieldChange;
import dev.handrail.agent.domain.WeeklyShifts;
import dev.handrail.agent.domain.WeeklyShifts.Shift;
import dev.handrail.kit.sql.Json;
import dev.handrail.kit.sql.Sql;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in jsonb columns. */
final class JsonColumns {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonColumns() {}

  /** Changes as a list of {@code [field, from, to]}. */
  static Json changes(List<FieldChange> changes) {
    List<@Nullable String[]> rows = new ArrayList<>();
    for (FieldChange change : changes) {
      rows.add(new @Nullable String[] {change.field(), change.from(), change.to()});
    }
    return write(rows);
  }

  /**
   * Shifts as seconds of the day: {@code {"timeZone": …, "week": {"monday": [[32400, 61200]]}}}.
   */
  static @Nullable Json shifts(@Nullable WeeklyShifts shifts) {
    if (shifts == null) {
      return null;
    }
    Map<String, List<int[]>> week = new LinkedHashMap<>();
    shifts
        .week()
        .forEach(
            (day, of) ->
                week.put(
                    day.name().toLowerCase(Locale.ROOT),
                    of.stream().map(s -> new int[] {s.fromSecond(), s.toSecond()}).toList()));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("timeZone", shifts.zone().getId());
    document.put("week", week);
    return write(document);
  }

  static @Nullable WeeklyShifts shifts(@Nullable String text) throws SQLException {
    if (text == null) {
      return null;
    }
    JsonNode document = read(text);
    Map<DayOfWeek, List<Shift>> week = new EnumMap<>(DayOfWeek.class);
    for (Map.Entry<String, JsonNode> day : document.get("week").properties()) {
      List<Shift> shifts = new ArrayList<>();
      for (JsonNode shift : day.getValue()) {
        shifts.add(new Shift(shift.get(0).intValue(), shift.get(1).intValue()));
      }
      week.put(DayOfWeek.valueOf(day.getKey().toUpperCase(Locale.ROOT)), shifts);
    }
    return new WeeklyShifts(ZoneId.of(document.get("timeZone").textValue()), week);
  }

  /**
   * Rows for {@code jsonb_populate_recordset}: any number of them travel as one parameter, and are
   * written by one statement.
   *
   * @param rows each with a value for each column, of the types that {@link Sql} takes
   */
  static Json rows(List<String> columns, List<@Nullable Object[]> rows) {
    List<Map<String, @Nullable Object>> records = new ArrayList<>();
    for (@Nullable Object[] row : rows) {
      Map<String, @Nullable Object> record = new LinkedHashMap<>();
      for (int i = 0; i < row.length; i++) {
        record.put(columns.get(i), row[i] instanceof Instant instant ? instant.toString() : row[i]);
      }
      records.add(record);
    }
    return write(records);
  }

  private static JsonNode read(String text) throws SQLException {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("A column does not hold JSON.", e);
    }
  }

  private static Json write(Object value) {
    try {
      return new Json(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Plain values could not be written.", impossible);
    }
  }
}
