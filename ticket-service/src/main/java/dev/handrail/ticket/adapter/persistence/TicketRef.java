package dev.handrail.ticket.adapter.persistence;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** How a caller names a ticket. */
sealed interface TicketRef {
  Pattern ID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  Pattern NUMBER = Pattern.compile("[A-Za-z][A-Za-z0-9]{1,7}-[0-9]{6,18}");

  record ById(UUID id) implements TicketRef {}

  record ByNumber(String number) implements TicketRef {}

  /** The reference in a text, numbers in either case; empty for what can name no ticket. */
  static Optional<TicketRef> parse(String text) {
    if (ID.matcher(text).matches()) {
      return Optional.of(new ById(UUID.fromString(text)));
    }
    if (NUMBER.matcher(text).matches()) {
      return Optional.of(new ByNumber(text.toUpperCase(Locale.ROOT)));
    }
    return Optional.empty();
  }

  /** The condition on table {@code ticket t} with one parameter, {@link #value}. */
  default String condition() {
    return switch (this) {
      case ById _ -> "t.id = ?";
      case ByNumber _ -> "t.number = ?";
    };
  }

  default Object value() {
    return switch (this) {
      case ById ref -> ref.id();
      case ByNumber ref -> ref.number();
    };
  }
}
