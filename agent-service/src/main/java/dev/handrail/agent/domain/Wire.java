package dev.handrail.agent.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a constant is written outside the program: its name in lower_snake_case. */
public interface Wire {

  String name();

  /** The value in JSON, in events and in the database. */
  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant with this wire value; empty for any other text. */
  static <E extends Enum<E> & Wire> Optional<E> find(Class<E> type, String wire) {
    return Arrays.stream(type.getEnumConstants()).filter(c -> c.wire().equals(wire)).findFirst();
  }

  /** All wire values of a type, for messages: {@code low, medium, high}. */
  static <E extends Enum<E> & Wire> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Wire::wire).collect(Collectors.joining(", "));
  }
}
