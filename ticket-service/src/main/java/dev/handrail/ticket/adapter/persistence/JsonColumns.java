package dev.handrail.ticket.adapter.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handrail.kit.sql.Json;
import dev.handrail.ticket.domain.HistoryEntry.FieldChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in jsonb columns. Numbers are exact decimals. */
final class JsonColumns {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonColumns() {}

  static JsonNode read(String text) throws SQLException {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("A column does not hold JSON.", e);
    }
  }

  static Json write(Object value) {
    try {
      return new Json(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Plain values could not be written.", impossible);
    }
  }

  static <T> T read(Class<T> type, String text) throws SQLException {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new SQLException("A column does not hold a " + type.getSimpleName() + ".", e);
    }
  }

  /** Custom fields: texts, booleans and exact numbers by key. */
  static Map<String, Object> customFields(String text) throws SQLException {
    if (text.equals("{}")) {
      return Map.of();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : read(text).properties()) {
      JsonNode value = field.getValue();
      fields.put(
          field.getKey(),
          value.isTextual()
              ? value.textValue()
              : value.isBoolean() ? (Object) value.booleanValue() : value.decimalValue());
    }
    return fields;
  }

  /** Changes as a list of {@code [field, from, to]}. */
  static Json changes(List<FieldChange> changes) {
    List<@Nullable String[]> rows = new ArrayList<>();
    for (FieldChange change : changes) {
      rows.add(new @Nullable String[] {change.field(), change.from(), change.to()});
    }
    return write(rows);
  }

  static List<FieldChange> changes(String text) throws SQLException {
    List<FieldChange> changes = new ArrayList<>();
    for (JsonNode row : read(text)) {
      changes.add(
          new FieldChange(row.get(0).textValue(), row.get(1).textValue(), row.get(2).textValue()));
    }
    return changes;
  }
}
