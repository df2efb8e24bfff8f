package dev.handrail.ticket.adapter.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads a custom field's value: a text, a boolean, or a number exactly as it was written. Lists and
 * objects are read over and refused later, together with whatever else is wrong.
 */
final class CustomFieldValue extends StdDeserializer<Object> {
  private static final long serialVersionUID = 1L;

  /** Stands for a value of a kind that custom fields do not have. */
  static final Object UNFIT = new int[0];

  CustomFieldValue() {
    super(Object.class);
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> new BigDecimal(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case START_OBJECT, START_ARRAY -> {
        parser.skipChildren();
        yield UNFIT;
      }
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, VALUE_NULL ->
          UNFIT;
    };
  }
}
