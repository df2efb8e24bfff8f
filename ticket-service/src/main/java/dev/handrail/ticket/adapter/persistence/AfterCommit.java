package dev.handrail.ticket.adapter.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Keeps what is remembered in memory true: it is noted once its transaction has committed. */
@ApplicationScoped
class AfterCommit {
  private final TransactionSynchronizationRegistry transaction;

  AfterCommit(TransactionSynchronizationRegistry transaction) {
    this.transaction = transaction;
  }

  /** Runs a note after the running transaction's commit, not after a rollback; without one, now. */
  void run(Runnable note) {
    if (transaction.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
      note.run();
      return;
    }
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is noted before the outcome is known.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              note.run();
            }
          }
        });
  }
}
