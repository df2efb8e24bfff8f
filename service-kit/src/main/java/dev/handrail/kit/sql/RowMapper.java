package dev.handrail.kit.sql;

import java.sql.SQLException;

/** Reads one row. */
@FunctionalInterface
public interface RowMapper<T> {
  /**
   * Makes a value of the current row, which must not be kept.
   *
   * @throws SQLException if a column is missing or has another type
   */
  T map(Row row) throws SQLException;
}
