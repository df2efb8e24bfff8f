package dev.handrail.kit.sql;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the daily partitions (UTC) of the kit's tables ahead and drops those past their retention,
 * at start and every hour. One replica at a time does it; the others pass.
 *
 * <p>A table is partitioned by a UUIDv7 or a timestamptz and has a default partition, which takes
 * what fits no day. Rows there are moved when their day's partition is made, and deleted by their
 * time of arrival when they are past the retention.
 */
@ApplicationScoped
public class DailyPartitions {
  private static final Logger LOG = Logger.getLogger(DailyPartitions.class);

  /**
   * An event can come again for as long as its topic keeps it, and if it was replayed from the dead
   * letters, for as long as those are kept before that: 7 and 14 days. Kafka drops whole segments,
   * which may be 7 days older each; and one day for the clocks.
   */
  static final int INBOX_DAYS = 36;

  private static final int DAYS_AHEAD = 3;
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
  private static final int MOST_DELETED_AT_ONCE = 50_000;
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuuMMdd");

  /**
   * A table and how long its rows are of use.
   *
   * @param arrival its column with the time a row was inserted
   * @param daysBack days before today for which partitions are made, too
   * @param daysKept days before today that are kept
   */
  private record Table(String name, String arrival, int daysBack, int daysKept) {
    Pattern partitionName() {
      return Pattern.compile(Pattern.quote(name) + "_(\\d{8})");
    }
  }

  private static final List<Table> TABLES =
      List.of(
          new Table("inbox", "received_at", 7, INBOX_DAYS),
          new Table("idempotency", "created_at", 0, 2));

  /** What the rows of a table are told apart by. */
  private enum KeyType {
    UUID_V7("uuid"),
    MOMENT("timestamp with time zone");

    final String sqlName;

    KeyType(String sqlName) {
      this.sqlName = sqlName;
    }

    /** The lowest key of a day, as an SQL literal. */
    String firstOf(LocalDate day) {
      Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      return switch (this) {
        case UUID_V7 -> "'" + new UUID(midnight.toEpochMilli() << 16, 0) + "'";
        case MOMENT -> "'" + midnight + "'";
      };
    }
  }

  private final DataSource dataSource;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  DailyPartitions(DataSource dataSource, Clock clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  void start(@Observes @Priority(1000) StartupEvent event) {
    Thread.ofVirtual().name("daily-partitions").start(this::keepUp);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  private void keepUp() {
    Duration wait = Duration.ZERO;
    try {
      while (!stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          maintain();
          wait = EVERY;
        } catch (RuntimeException e) {
          LOG.warn("Daily partitions were not kept up; the default partitions take the rows.", e);
          wait = AFTER_FAILURE;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Brings every table's partitions to where they should be today.
   *
   * @throws SqlFailure if that did not work, for instance because a table was in use for too long;
   *     tables done before stay done
   */
  public void maintain() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (Table table : TABLES) {
          maintain(connection, table, today);
          connection.commit();
        }
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private static void maintain(Connection connection, Table table, LocalDate today)
      throws SQLException {
    // Waiting for the exclusive lock makes everybody else wait behind us: not for long, then.
    execute(connection, "SET LOCAL lock_timeout = '2s'");
    KeyType key = keyType(connection, table);
    if (key == null || !lock(connection, table)) {
      return;
    }
    List<LocalDate> there = partitions(connection, table);
    LocalDate oldest = today.minusDays(table.daysKept());
    for (LocalDate day : there) {
      if (day.isBefore(oldest)) {
        execute(connection, "DROP TABLE " + partition(table, day));
        LOG.infof("Dropped partition %s.", partition(table, day));
      }
    }
    for (int offset = -table.daysBack(); offset <= DAYS_AHEAD; offset++) {
      LocalDate day = today.plusDays(offset);
      if (!there.contains(day)) {
        create(connection, table, key, day);
      }
    }
    execute(
        connection,
        "DELETE FROM %1$s_default WHERE ctid IN (SELECT ctid FROM %1$s_default WHERE %2$s < '%3$s' LIMIT %4$d)"
            .formatted(
                table.name(),
                table.arrival(),
                oldest.atStartOfDay(ZoneOffset.UTC).toInstant(),
                MOST_DELETED_AT_ONCE));
  }

  private static void create(Connection connection, Table table, KeyType key, LocalDate day)
      throws SQLException {
    String name = partition(table, day);
    String from = key.firstOf(day);
    String to = key.firstOf(day.plusDays(1));
    String column = keyColumn(connection, table);
    // Made apart and filled from the default partition first, which must not hold the day's rows.
    execute(
        connection,
        "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
            .formatted(name, table.name()));
    execute(connection, "LOCK TABLE " + table.name() + "_default IN ACCESS EXCLUSIVE MODE");
    execute(
        connection,
        """
        WITH moved AS (DELETE FROM %1$s_default WHERE %2$s >= %3$s AND %2$s < %4$s RETURNING *)
        INSERT INTO %5$s SELECT * FROM moved
        """
            .formatted(table.name(), column, from, to, name));
    execute(
        connection,
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)"
            .formatted(table.name(), name, from, to));
  }

  private static String partition(Table table, LocalDate day) {
    return table.name() + "_" + SUFFIX.format(day);
  }

  private static boolean lock(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('partitions of ' || ?, 0))")) {
      statement.setString(1, table.name());
      try (ResultSet results = statement.executeQuery()) {
        return results.next() && results.getBoolean(1);
      }
    }
  }

  /** Null if the service has no such table or it is not partitioned. */
  private static @Nullable KeyType keyType(Connection connection, Table table) throws SQLException {
    String type = partitionKey(connection, table, "format_type(a.atttypid, NULL)");
    if (type == null) {
      return null;
    }
    for (KeyType key : KeyType.values()) {
      if (key.sqlName.equals(type)) {
        return key;
      }
    }
    throw new SQLException("Table " + table.name() + " is partitioned by " + type + ".", "0A000");
  }

  private static String keyColumn(Connection connection, Table table) throws SQLException {
    String column = partitionKey(connection, table, "quote_ident(a.attname)");
    if (column == null) {
      throw new SQLException("Table " + table.name() + " went away.", "42P01");
    }
    return column;
  }

  private static @Nullable String partitionKey(Connection connection, Table table, String what)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT %s FROM pg_partitioned_table p
            JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
            WHERE p.partrelid = to_regclass(?)
            """
                .formatted(what))) {
      statement.setString(1, table.name());
      try (ResultSet results = statement.executeQuery()) {
        return results.next() ? results.getString(1) : null;
      }
    }
  }

  private static List<LocalDate> partitions(Connection connection, Table table)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = to_regclass(?)
            """)) {
      statement.setString(1, table.name());
      try (ResultSet results = statement.executeQuery()) {
        List<LocalDate> days = new ArrayList<>();
        while (results.next()) {
          Matcher name = table.partitionName().matcher(results.getString(1));
          if (name.matches()) {
            days.add(LocalDate.parse(name.group(1), SUFFIX));
          }
        }
        return days;
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
