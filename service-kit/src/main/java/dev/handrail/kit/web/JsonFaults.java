package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says in the caller's words what is wrong with a JSON body; never in those of our classes. */
final class JsonFaults {
  private static final String BODY = "body";

  private JsonFaults() {}

  static Problem problem(JsonProcessingException fault) {
    Problem.FieldError error =
        switch (fault) {
          case UnrecognizedPropertyException unknown ->
              new Problem.FieldError(path(unknown), "is not known");
          case MismatchedInputException mismatch ->
              new Problem.FieldError(path(mismatch), expected(mismatch.getTargetType()));
          case JsonMappingException mapping
              when mapping.getCause() instanceof InputCoercionException ->
              new Problem.FieldError(path(mapping), "is out of range");
          case JsonMappingException mapping
              when mapping.getCause() instanceof StreamReadException ->
              new Problem.FieldError(path(mapping), "is not valid JSON");
          case JsonMappingException mapping ->
              new Problem.FieldError(path(mapping), "is not acceptable");
          case StreamConstraintsException tooMuch ->
              new Problem.FieldError(BODY, "is too deep, or has a name, text or number too long");
          default -> new Problem.FieldError(BODY, "is not valid JSON" + place(fault));
        };
    return ProblemException.badRequest(List.of(error)).problem();
  }

  static String path(JsonMappingException fault) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : fault.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? BODY : path.toString();
  }

  private static String place(JsonProcessingException fault) {
    var location = fault.getLocation();
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "has the wrong type";
    }
    if (type == String.class) {
      return "must be a text";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "must be true or false";
    }
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "must be a whole number";
    }
    if (Number.class.isAssignableFrom(type) || type == double.class) {
      return "must be a number";
    }
    if (type == UUID.class) {
      return "must be a UUID";
    }
    if (type == LocalDate.class) {
      return "must be a date such as 2026-01-31";
    }
    if (TemporalAccessor.class.isAssignableFrom(type)) {
      return "must be a time such as 2026-01-31T12:00:00Z";
    }
    if (type == Duration.class) {
      return "must be a duration such as PT15M";
    }
    if (type.isEnum()) {
      return "is not one of the known values";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "must be a list";
    }
    if (Map.class.isAssignableFrom(type) || type.isRecord()) {
      return "must be an object";
    }
    return "has the wrong type";
  }
}
