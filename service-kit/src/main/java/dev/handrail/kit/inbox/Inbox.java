package dev.handrail.kit.inbox;

import dev.handrail.kit.sql.Sql;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Remembers which events a consumer has applied, in the transaction of their effect. */
@ApplicationScoped
class Inbox {
  private static final String INSERT =
      """
      INSERT INTO inbox (consumer, event_id) SELECT ?, unnest(?)
      ON CONFLICT DO NOTHING RETURNING event_id
      """;

  private final Sql sql;
  private final TransactionManager transactions;

  Inbox(Sql sql, TransactionManager transactions) {
    this.sql = sql;
    this.transactions = transactions;
  }

  /** The commit itself failed; whether it happened is not known, and trying again is safe. */
  static final class CommitInDoubt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitInDoubt(Exception cause) {
      super(cause);
    }
  }

  /** The ids among these that this consumer has not seen; from now on it has. */
  Set<UUID> firstSeen(String consumer, List<UUID> ids) {
    return new HashSet<>(
        sql.list(INSERT, row -> row.uuid("event_id"), consumer, ids.toArray(UUID[]::new)));
  }

  /**
   * Runs work in a new transaction with a request context of its own.
   *
   * @throws CommitInDoubt if the commit failed
   * @throws IllegalStateException if the work returned although it had marked the transaction for
   *     rollback
   */
  void inTransaction(Duration timeout, Runnable work) {
    ManagedContext request = Arc.container().requestContext();
    request.activate();
    try {
      transactions.setTransactionTimeout((int) timeout.toSeconds());
      transactions.begin();
      try {
        work.run();
        if (transactions.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
          throw new IllegalStateException("The effect was marked for rollback without a reason.");
        }
      } catch (RuntimeException | Error e) {
        rollback(e);
        throw e;
      }
      commit();
    } catch (NotSupportedException | SystemException e) {
      throw new CommitInDoubt(e);
    } finally {
      request.terminate();
    }
  }

  private void rollback(Throwable reason) {
    try {
      transactions.rollback();
    } catch (SystemException | IllegalStateException e) {
      reason.addSuppressed(e);
    }
  }

  private void commit() throws SystemException {
    try {
      transactions.commit();
    } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException e) {
      throw new CommitInDoubt(e);
    }
  }
}
