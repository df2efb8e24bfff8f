package dev.handrail.agent.adapter.persistence;

import dev.handrail.agent.domain.Wire;
import java.sql.SQLException;

/** Values of the vocabulary as they are stored. */
final class Wires {

  private Wires() {}

  /** The stored constant; another text can only be there by a mistake of ours. */
  static <E extends Enum<E> & Wire> E read(Class<E> type, String stored) throws SQLException {
    return Wire.find(type, stored)
        .orElseThrow(() -> new SQLException("No " + type.getSimpleName() + " is " + stored + "."));
  }
}
