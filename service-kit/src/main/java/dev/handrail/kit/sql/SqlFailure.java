package dev.handrail.kit.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** A statement that failed, or for which no connection could be had. */
public class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Deadline passed, gone while idle in a transaction, read-only after a failover. */
  private static final Set<String> TRANSIENT_STATES = Set.of("55P03", "25P03", "25006");

  /**
   * Connection (08), rolled back by the server (40), out of resources (53), ended by an operator or
   * restarting (57), broken below (58).
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");

  private final @Nullable String sqlState;
  private final @Nullable String constraint;

  /** Wraps what JDBC threw. */
  public SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
    this.sqlState = cause.getSQLState();
    this.constraint = constraintOf(cause);
  }

  /** The failure behind an exception, however deep, if a statement or connection was its cause. */
  public static Optional<SqlFailure> behind(Throwable failure) {
    return behind(failure, 0);
  }

  private static Optional<SqlFailure> behind(@Nullable Throwable failure, int depth) {
    // The transaction manager hides the cause of a failed commit among the suppressed ones.
    if (failure == null || depth > 12) {
      return Optional.empty();
    }
    if (failure instanceof SqlFailure found) {
      return Optional.of(found);
    }
    if (failure instanceof SQLException found) {
      return Optional.of(new SqlFailure(found));
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      Optional<SqlFailure> found = behind(suppressed, depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return behind(failure.getCause(), depth + 1);
  }

  /** The five characters by which PostgreSQL names the failure; null if it never answered. */
  public @Nullable String sqlState() {
    return sqlState;
  }

  /** The name of the violated constraint or unique index, if that was it. */
  public @Nullable String constraint() {
    return constraint;
  }

  /** Whether a row with the same unique key is there already. */
  public boolean isUniqueViolation() {
    return "23505".equals(sqlState);
  }

  /**
   * Whether the same work may succeed later: connection lost or not to be had, deadlock, lock not
   * got in time, resources short, server restarting.
   */
  public boolean isTransient() {
    // The server always gives a state; without one the pool or the driver gave up before it.
    return sqlState == null
        || sqlState.length() != 5
        || TRANSIENT_STATES.contains(sqlState)
        || TRANSIENT_CLASSES.contains(sqlState.substring(0, 2));
  }

  private static @Nullable String constraintOf(SQLException failure) {
    if (failure instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
      return refused.getServerErrorMessage().getConstraint();
    }
    return null;
  }
}
