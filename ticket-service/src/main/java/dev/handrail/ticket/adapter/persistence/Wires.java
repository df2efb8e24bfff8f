package dev.handrail.ticket.adapter.persistence;

import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Wire;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of the vocabulary as they are stored. */
final class Wires {
  /** Constants by wire value: a list of tickets looks up a hundred. */
  private static final ClassValue<Map<String, Object>> BY_WIRE =
      new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
          return Arrays.stream(type.getEnumConstants())
              .collect(Collectors.toUnmodifiableMap(c -> ((Wire) c).wire(), c -> c));
        }
      };

  private Wires() {}

  /** The stored constant; another text can only be there by a mistake of ours. */
  static <E extends Enum<E> & Wire> E read(Class<E> type, String stored) throws SQLException {
    Object found = BY_WIRE.get(type).get(stored);
    if (found == null) {
      throw new SQLException("No " + type.getSimpleName() + " is " + stored + ".");
    }
    return type.cast(found);
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
