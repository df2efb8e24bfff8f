package dev.handrail.kit.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the current row by column name.
 *
 * <p>A method whose name does not end in {@code OrNull} throws {@link SQLException} on an SQL null,
 * so that a missing value cannot pass for 0, false or an empty text.
 */
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** The text of a column. */
  public String string(String column) throws SQLException {
    return present(results.getString(column), column);
  }

  /** The text of a column, or null. */
  public @Nullable String stringOrNull(String column) throws SQLException {
    return results.getString(column);
  }

  /** The id in a column. */
  public UUID uuid(String column) throws SQLException {
    return present(results.getObject(column, UUID.class), column);
  }

  /** The id in a column, or null. */
  public @Nullable UUID uuidOrNull(String column) throws SQLException {
    return results.getObject(column, UUID.class);
  }

  /** A bigint, integer or smallint. */
  public long longValue(String column) throws SQLException {
    long value = results.getLong(column);
    refuseNull(column);
    return value;
  }

  /** A bigint, integer or smallint, or null. */
  public @Nullable Long longOrNull(String column) throws SQLException {
    long value = results.getLong(column);
    return results.wasNull() ? null : value;
  }

  /** An integer or smallint. */
  public int intValue(String column) throws SQLException {
    int value = results.getInt(column);
    refuseNull(column);
    return value;
  }

  /** An integer or smallint, or null. */
  public @Nullable Integer intOrNull(String column) throws SQLException {
    int value = results.getInt(column);
    return results.wasNull() ? null : value;
  }

  /** A boolean. */
  public boolean bool(String column) throws SQLException {
    boolean value = results.getBoolean(column);
    refuseNull(column);
    return value;
  }

  /** The moment in a timestamptz column, to the microsecond. */
  public Instant instant(String column) throws SQLException {
    return present(instantOrNull(column), column);
  }

  /** The moment in a timestamptz column, or null. */
  public @Nullable Instant instantOrNull(String column) throws SQLException {
    OffsetDateTime time = results.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** The texts of a text[] column, which holds no nulls. */
  public List<String> strings(String column) throws SQLException {
    return elements(column, String.class);
  }

  /** The ids of a uuid[] column, which holds no nulls. */
  public List<UUID> uuids(String column) throws SQLException {
    return elements(column, UUID.class);
  }

  /** The numbers of a bigint[] column, which holds no nulls; or null. */
  public @Nullable List<Long> longsOrNull(String column) throws SQLException {
    return results.getArray(column) == null ? null : elements(column, Long.class);
  }

  /** The bytes of a bytea column. */
  public byte[] bytes(String column) throws SQLException {
    return present(results.getBytes(column), column);
  }

  /** Whether a column is null. */
  public boolean isNull(String column) throws SQLException {
    return results.getObject(column) == null;
  }

  private <T> List<T> elements(String column, Class<T> type) throws SQLException {
    Array array = present(results.getArray(column), column);
    List<T> elements = new ArrayList<>();
    for (Object element : (Object[]) array.getArray()) {
      elements.add(type.cast(element));
    }
    return List.copyOf(elements);
  }

  private void refuseNull(String column) throws SQLException {
    if (results.wasNull()) {
      throw unexpectedNull(column);
    }
  }

  private static <T> T present(@Nullable T value, String column) throws SQLException {
    if (value == null) {
      throw unexpectedNull(column);
    }
    return value;
  }

  private static SQLException unexpectedNull(String column) {
    return new SQLException("Column " + column + " is null.", "22004");
  }
}
