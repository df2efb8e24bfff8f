package dev.handrail.ticket.adapter.persistence;

import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.TicketNumbers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Numbers from a sequence, twenty at a time. A sequence is outside of transactions: a number is
 * never given again, even if the transaction that happened to fetch it rolls back.
 *
 * <p>But it is not outside of crashes: what was fetched is certain only when a commit has brought
 * the log to the disk. After a crash before that the sequence gives the same block to somebody
 * else, so the rest of a block is kept in memory only once its transaction has committed.
 */
@ApplicationScoped
class SqlTicketNumbers implements TicketNumbers {
  /** As the sequence's increment. */
  static final int BLOCK = 20;

  private final Sql sql;
  private final AfterCommit afterCommit;
  private final Queue<Long> fetched = new ConcurrentLinkedQueue<>();

  SqlTicketNumbers(Sql sql, AfterCommit afterCommit) {
    this.sql = sql;
    this.afterCommit = afterCommit;
  }

  @Override
  public long next() {
    Long number = fetched.poll();
    // No lock: whoever waited for another's fetch would do so with a database connection in hand.
    return number == null ? fetch() : number;
  }

  private long fetch() {
    long first =
        sql.first("SELECT nextval('ticket_number') AS first", row -> row.longValue("first"))
            .orElseThrow();
    afterCommit.run(
        () -> {
          for (long number = first + 1; number < first + BLOCK; number++) {
            fetched.add(number);
          }
        });
    return first;
  }
}
