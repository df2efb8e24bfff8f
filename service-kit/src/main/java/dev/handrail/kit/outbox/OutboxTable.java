package dev.handrail.kit.outbox;

import dev.handrail.kit.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outbox and its lease as the relay sees them, over one connection of its own. Every method
 * throws {@link SqlFailure}, after which the next call connects anew.
 */
class OutboxTable implements AutoCloseable {
  /** Opens connections of the relay. */
  interface Connections {
    Connection open() throws SQLException;
  }

  /**
   * What a fetch found.
   *
   * @param held whether the lease was still ours; if not, there are no rows
   */
  record Batch(boolean held, List<OutboxRow> rows) {}

  /**
   * Waits for the disk, unlike all else on this connection: a token that a crash of the database
   * takes back would be given a second time.
   */
  private static final String ACQUIRE =
      """
      UPDATE outbox_lease
      SET holder = ?, token = token + 1, expires_at = clock_timestamp() + ? * interval '1 millisecond'
      WHERE name = 'relay' AND expires_at <= clock_timestamp()
      RETURNING token, set_config('synchronous_commit', 'on', true)
      """;

  /** The token alone decides: as long as it is the one in the row, nobody has relayed since. */
  private static final String RENEW =
      """
      UPDATE outbox_lease SET expires_at = clock_timestamp() + ? * interval '1 millisecond'
      WHERE name = 'relay' AND token = ? AND holder IS NOT NULL
      """;

  private static final String RELEASE =
      """
      UPDATE outbox_lease SET holder = NULL, expires_at = '-infinity'
      WHERE name = 'relay' AND token = ?
      """;

  /**
   * Every committed row but those in hand, from the lowest id on. There is deliberately no "id
   * greater than the last": ids are given before commit, so a lower one can appear after a higher
   * one. What is in hand is a query of its own, or its text would be parsed again for each row that
   * is passed over.
   */
  static final String FETCH =
      """
      SELECT lease.held, o.id, o.event_id, o.topic, o.key, o.type, o.sequence, o.occurred_at,
             o.traceparent, o.data
      FROM (SELECT EXISTS (SELECT FROM outbox_lease
                           WHERE name = 'relay' AND token = ? AND expires_at > clock_timestamp())
           ) AS lease(held)
      LEFT JOIN LATERAL (
        SELECT * FROM outbox
        WHERE lease.held
          AND NOT id <@ (SELECT CAST(? AS int8multirange))
          AND topic <> ALL (?)
          AND topic || ' ' || key <> ALL (?)
        ORDER BY id LIMIT ?
      ) o ON true
      ORDER BY o.id
      """;

  private static final String DELETE =
      """
      WITH held AS (
        SELECT FROM outbox_lease
        WHERE name = 'relay' AND token = ? AND expires_at > clock_timestamp()
      ), deleted AS (
        DELETE FROM outbox USING held WHERE id = ANY (?)
      )
      SELECT EXISTS (SELECT FROM held)
      """;

  private static final String OLDEST =
      "SELECT extract(epoch FROM clock_timestamp() - occurred_at) FROM outbox ORDER BY id LIMIT 1";

  private final Connections connections;
  private @Nullable Connection connection;

  OutboxTable(Connections connections) {
    this.connections = connections;
  }

  /** Takes the lease if its time is over, and gives the new token. */
  OptionalLong acquire(String holder, Duration lease) {
    return run(
        ACQUIRE,
        statement -> {
          statement.setString(1, holder);
          statement.setLong(2, lease.toMillis());
          try (ResultSet results = statement.executeQuery()) {
            return results.next() ? OptionalLong.of(results.getLong(1)) : OptionalLong.empty();
          }
        });
  }

  /**
   * Prolongs the lease, also one that has run out if nobody took it meanwhile: or a process that
   * gets too little of the processor would begin again and again and carry nothing.
   *
   * @return false if it is no longer ours
   */
  boolean renew(long token, Duration lease) {
    return run(
        RENEW,
        statement -> {
          statement.setLong(1, lease.toMillis());
          statement.setLong(2, token);
          return statement.executeUpdate() == 1;
        });
  }

  /** Lets the next relay take over at once. */
  void release(long token) {
    run(
        RELEASE,
        statement -> {
          statement.setLong(1, token);
          return statement.executeUpdate();
        });
  }

  /**
   * Reads the first rows that are not in hand.
   *
   * @param inHand ids to leave out, ascending
   * @param topics topics to leave out
   * @param lanes keys to leave out
   */
  Batch fetch(
      long token,
      Collection<Long> inHand,
      Collection<String> topics,
      Collection<OutboxRow.Lane> lanes,
      int limit) {
    return run(
        FETCH,
        statement -> {
          statement.setLong(1, token);
          statement.setString(2, ranges(inHand));
          Connection open = statement.getConnection();
          statement.setArray(3, open.createArrayOf("text", topics.toArray()));
          statement.setArray(
              4,
              open.createArrayOf(
                  "text", lanes.stream().map(lane -> lane.topic() + " " + lane.key()).toArray()));
          statement.setInt(5, limit);
          try (ResultSet results = statement.executeQuery()) {
            boolean held = false;
            List<OutboxRow> rows = new ArrayList<>();
            while (results.next()) {
              held = results.getBoolean(1);
              if (results.getObject(2) != null) {
                rows.add(row(results));
              }
            }
            return new Batch(held, rows);
          }
        });
  }

  /** Deletes acknowledged rows; false, and nothing deleted, if the lease is no longer ours. */
  boolean delete(long token, Collection<Long> ids) {
    return run(
        DELETE,
        statement -> {
          statement.setLong(1, token);
          statement.setArray(2, statement.getConnection().createArrayOf("int8", ids.toArray()));
          try (ResultSet results = statement.executeQuery()) {
            return results.next() && results.getBoolean(1);
          }
        });
  }

  /** For how long the row with the lowest id has waited, in seconds; 0 if there is none. */
  double oldestAgeSeconds() {
    return run(
        OLDEST,
        statement -> {
          try (ResultSet results = statement.executeQuery()) {
            return results.next() ? Math.max(0, results.getDouble(1)) : 0.0;
          }
        });
  }

  /** Removes dead rows, on a connection of its own, so that it may run beside everything else. */
  void vacuum() {
    try (Connection own = connections.open();
        Statement statement = own.createStatement()) {
      statement.execute("VACUUM (SKIP_LOCKED, TRUNCATE off) outbox");
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        throw new SqlFailure(e);
      }
    }
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Work<T> work) {
    try {
      Connection open = connection;
      if (open == null) {
        open = connections.open();
        connection = open;
      }
      try (PreparedStatement statement = open.prepareStatement(sql)) {
        return work.with(statement);
      }
    } catch (SQLException e) {
      SqlFailure failure = new SqlFailure(e);
      try {
        close();
      } catch (SqlFailure closing) {
        failure.addSuppressed(closing);
      }
      throw failure;
    }
  }

  private static OutboxRow row(ResultSet results) throws SQLException {
    return new OutboxRow(
        results.getLong("id"),
        results.getObject("event_id", UUID.class),
        results.getString("topic"),
        results.getString("key"),
        results.getString("type"),
        results.getLong("sequence"),
        results.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        results.getString("traceparent"),
        results.getString("data"));
  }

  /** Ids in hand are mostly neighbours: as ranges they cost the database next to nothing. */
  static String ranges(Collection<Long> ascending) {
    StringBuilder text = new StringBuilder("{");
    long from = 0;
    long to = 0;
    boolean open = false;
    for (long id : ascending) {
      if (open && id == to + 1) {
        to = id;
        continue;
      }
      if (open) {
        text.append('[').append(from).append(',').append(to).append("],");
      }
      from = id;
      to = id;
      open = true;
    }
    if (open) {
      text.append('[').append(from).append(',').append(to).append(']');
    }
    return text.append('}').toString();
  }
}
