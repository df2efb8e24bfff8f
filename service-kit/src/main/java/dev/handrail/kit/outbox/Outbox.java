package dev.handrail.kit.outbox;

import dev.handrail.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes events into the running transaction; the relay publishes them after its commit. */
@ApplicationScoped
public class Outbox {
  private static final String INSERT =
      """
      INSERT INTO outbox (event_id, topic, key, type, sequence, occurred_at, traceparent, data)
      SELECT e.event_id, e.topic, e.key, e.type, e.sequence, e.occurred_at, ?, e.data
      FROM unnest(?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
        AS e(event_id, topic, key, type, sequence, occurred_at, data, position)
      ORDER BY e.position
      """;

  private static final Object WAKES = Outbox.class;

  private final Sql sql;
  private final TransactionSynchronizationRegistry transaction;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  Outbox(Sql sql, TransactionSynchronizationRegistry transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  /**
   * Stores events in the running transaction, in the order of the list, and wakes the relay after
   * its commit.
   *
   * @throws IllegalStateException if no transaction runs
   */
  public void append(List<OutboxEvent> events) {
    requireTransaction();
    if (events.isEmpty()) {
      return;
    }
    sql.update(
        INSERT,
        traceparent(),
        events.stream().map(OutboxEvent::id).toArray(UUID[]::new),
        events.stream().map(OutboxEvent::topic).toArray(String[]::new),
        events.stream().map(OutboxEvent::key).toArray(String[]::new),
        events.stream().map(OutboxEvent::type).toArray(String[]::new),
        events.stream().map(OutboxEvent::sequence).toArray(Long[]::new),
        events.stream().map(OutboxEvent::time).toArray(Instant[]::new),
        events.stream().map(OutboxEvent::data).toArray(String[]::new));
    wakeAfterCommit();
  }

  /**
   * Wakes the relay once the running transaction has committed; for adapters that insert into table
   * {@code outbox} themselves, in a statement that does more. Without it the event leaves with the
   * relay's next poll.
   *
   * @throws IllegalStateException if no transaction runs
   */
  public void wakeAfterCommit() {
    requireTransaction();
    if (transaction.getResource(WAKES) != null) {
      return;
    }
    transaction.putResource(WAKES, true);
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing to do before: the rows are stored, and nobody may see them yet.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              listeners.forEach(Runnable::run);
            }
          }
        });
  }

  /** The {@code traceparent} of the current request, to be stored in the row; null if none. */
  public @Nullable String traceparent() {
    return Trace.current();
  }

  /** Calls back after each commit that stored events; must return at once. */
  void onCommit(Runnable listener) {
    listeners.add(listener);
  }

  private void requireTransaction() {
    int status = transaction.getTransactionStatus();
    if (status != Status.STATUS_ACTIVE && status != Status.STATUS_MARKED_ROLLBACK) {
      throw new IllegalStateException("Events are stored in the transaction of their change only.");
    }
  }
}
