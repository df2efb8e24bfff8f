package dev.handrail.ticket.adapter.persistence;

import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Wire;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Values of the vocabulary as they are stored. */
final class Wires {
  private Wires() {}

  /** The stored constant; another text can only be there by a mistake of ours. */
  static <E extends Enum<E> & Wire> E read(Class<E> type, String stored) throws SQLException {
    return Wire.find(type, stored)
        .orElseThrow(() -> new SQLException("No " + type.getSimpleName() + " is " + stored + "."));
  }

  /** A priority is stored by rank, so that the database can sort by it. */
  static int rank(Priority priority) {
    return switch (priority) {
      case LOW -> 0;
      case MEDIUM -> 1;
      case HIGH -> 2;
      case URGENT -> 3;
    };
  }

  static Priority priority(int rank) throws SQLException {
    return switch (rank) {
      case 0 -> Priority.LOW;
      case 1 -> Priority.MEDIUM;
      case 2 -> Priority.HIGH;
      case 3 -> Priority.URGENT;
      default -> throw new SQLException("No priority has rank " + rank + ".");
    };
  }

  static @Nullable String wire(@Nullable Wire value) {
    return value == null ? null : value.wire();
  }
}
