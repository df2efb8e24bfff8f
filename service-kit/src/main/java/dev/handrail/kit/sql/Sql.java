package dev.handrail.kit.sql;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Runs plain SQL in the transaction of the calling thread; outside of one each statement commits by
 * itself.
 *
 * <p>Parameters stand for {@code ?} in order and may be {@link String}, {@link UUID}, {@link
 * Instant} (timestamptz), {@link Integer}, {@link Long}, {@link Short}, {@link Boolean}, {@code
 * byte[]}, {@link Json} (jsonb), null, an array of these ({@code String[]} is text[], {@code
 * UUID[]} is uuid[], …) or a {@code List<String>} (text[]). Every method throws {@link SqlFailure}.
 */
@ApplicationScoped
public class Sql {
  private final DataSource dataSource;

  Sql(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** All rows of a query or of a statement with {@code RETURNING}, in the order of the database. */
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... params) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, sql, params);
        ResultSet results = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) {
        found.add(mapper.map(row));
      }
      return found;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /**
   * The first row, if there is one. The query should say {@code LIMIT 1} where more could match.
   */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... params) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, sql, params);
        ResultSet results = statement.executeQuery()) {
      return results.next() ? Optional.of(mapper.map(new Row(results))) : Optional.empty();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Runs a statement that gives no rows and says how many it changed. */
  public int update(String sql, @Nullable Object... params) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = prepare(connection, sql, params)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /**
   * Runs one statement once for each list of parameters, in order, all in one round trip.
   *
   * @param paramLists not empty
   * @return how many rows each changed
   */
  public int[] updateAll(String sql, List<@Nullable Object[]> paramLists) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] params : paramLists) {
        bind(connection, statement, params);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (BatchUpdateException e) {
      // The driver hangs what the server said behind an exception that says less.
      throw new SqlFailure(Objects.requireNonNullElse(e.getNextException(), e));
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... params) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind(connection, statement, params);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, @Nullable Object... params)
      throws SQLException {
    // A lone String[] is taken by the compiler for the whole parameter list, not for one array.
    @Nullable Object[] values =
        params.getClass() == Object[].class ? params : new Object[] {params};
    for (int i = 0; i < values.length; i++) {
      bind(connection, statement, i + 1, values[i]);
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, text);
      case UUID id -> statement.setObject(index, id);
      case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      case Short number -> statement.setShort(index, number);
      case Boolean flag -> statement.setBoolean(index, flag);
      case Json json -> statement.setObject(index, jsonb(json));
      case byte[] bytes -> statement.setBytes(index, bytes);
      case List<?> texts -> {
        for (Object text : texts) {
          if (!(text instanceof String)) {
            throw new IllegalArgumentException("A list parameter holds texts only; use an array.");
          }
        }
        statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
      }
      case @Nullable Object[] elements ->
          statement.setArray(
              index, connection.createArrayOf(elementType(elements), plain(elements)));
      default ->
          throw new IllegalArgumentException(
              "No SQL type is known for a parameter of " + value.getClass().getName() + ".");
    }
  }

  private static PGobject jsonb(Json json) throws SQLException {
    PGobject object = new PGobject();
    object.setType("jsonb");
    object.setValue(json.text());
    return object;
  }

  private static String elementType(@Nullable Object[] elements) {
    Class<?> type = elements.getClass().getComponentType();
    if (type == String.class) {
      return "text";
    } else if (type == UUID.class) {
      return "uuid";
    } else if (type == Long.class) {
      return "int8";
    } else if (type == Integer.class) {
      return "int4";
    } else if (type == Short.class) {
      return "int2";
    } else if (type == Boolean.class) {
      return "bool";
    } else if (type == Instant.class) {
      return "timestamptz";
    } else if (type == Json.class) {
      return "jsonb";
    } else if (type == byte[].class) {
      return "bytea";
    }
    throw new IllegalArgumentException("No SQL type is known for an array of " + type.getName());
  }

  /** Elements in a form that the driver writes as PostgreSQL reads them. */
  private static @Nullable Object[] plain(@Nullable Object[] elements) {
    return switch (elements) {
      case Instant[] _, UUID[] _ -> texts(elements);
      case Json[] documents -> {
        @Nullable String[] texts = new String[documents.length];
        for (int i = 0; i < texts.length; i++) {
          Json document = documents[i];
          texts[i] = document == null ? null : document.text();
        }
        yield texts;
      }
      default -> elements;
    };
  }

  private static @Nullable String[] texts(@Nullable Object[] elements) {
    @Nullable String[] texts = new String[elements.length];
    for (int i = 0; i < texts.length; i++) {
      Object element = elements[i];
      texts[i] = element == null ? null : element.toString();
    }
    return texts;
  }
}
