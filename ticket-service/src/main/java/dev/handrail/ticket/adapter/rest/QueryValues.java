package dev.handrail.ticket.adapter.rest;

import dev.handrail.kit.web.Problem.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads values of query parameters; what is wrong with one is added to the errors. */
final class QueryValues {

  static final int LONGEST_VALUE = 255;

  /** Years that every part of the system can hold. */
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private QueryValues() {}

  /** A text to compare with, of 1 to {@value #LONGEST_VALUE} characters. */
  static @Nullable String text(List<FieldError> errors, String field, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.isBlank() || value.length() > LONGEST_VALUE) {
      errors.add(new FieldError(field, "must have 1 to " + LONGEST_VALUE + " characters"));
    }
    return value;
  }

  /** The zone of bare dates. */
  static ZoneId zone(List<FieldError> errors, @Nullable String tz) {
    if (tz == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(tz);
    } catch (DateTimeException unknown) {
      errors.add(new FieldError("tz", "must be a time zone such as Europe/Berlin"));
      return ZoneOffset.UTC;
    }
  }

  /** A time, or the first moment of a date. */
  static @Nullable Instant moment(
      List<FieldError> errors, String field, @Nullable String value, ZoneId zone) {
    if (value == null) {
      return null;
    }
    try {
      Instant moment =
          value.length() <= "2026-01-31".length()
              ? LocalDate.parse(value).atStartOfDay(zone).toInstant()
              // A plus sign that was not escaped arrives as a space.
              : OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
      if (!moment.isBefore(EARLIEST) && moment.isBefore(LATEST)) {
        return moment;
      }
    } catch (DateTimeException notOne) {
      // Answered below, like a moment out of range.
    }
    errors.add(
        new FieldError(
            field, "must be a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z"));
    return null;
  }

  /** The same text for the same values, in whatever order the several ones came. */
  static String canonical(@Nullable List<String> several, @Nullable String... single) {
    StringBuilder text = new StringBuilder();
    if (several != null) {
      several.stream().sorted().forEach(value -> add(text, value));
    }
    for (String value : single) {
      add(text, value);
    }
    return text.toString();
  }

  private static void add(StringBuilder text, @Nullable String value) {
    text.append(value == null ? "-" : value.length() + ":" + value).append('|');
  }
}
