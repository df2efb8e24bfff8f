package dev.handrail.kit.inbox;

import java.time.Duration;
import java.util.Set;

/**
 * Applies the events of one topic. An implementation is a CDI bean; the kit finds it, gives it the
 * events of each key in order and each event once.
 */
public interface EventConsumer {
  /** The topic it reads. */
  String topic();

  /** The consumer group, which is also its name in the inbox; one per topic and service. */
  String group();

  /**
   * The event types it acts on; others are counted and passed over. Empty means that {@link #apply}
   * sees every type and ignores what it does not know.
   */
  default Set<String> types() {
    return Set.of();
  }

  /**
   * How long events may be left with the broker to gather, so that fewer and larger batches are
   * fetched and committed; zero when each matters at once.
   */
  default Duration gathers() {
    return Duration.ZERO;
  }

  /**
   * Has the event's effect, inside the transaction that holds its inbox row.
   *
   * <p>A {@link dev.handrail.kit.sql.SqlFailure} that is transient is retried in order without end;
   * any other exception three times, after which the event goes to {@code <topic>.dlq}. Whatever
   * was written is rolled back with it. A single statement of the database must not take longer
   * than a few seconds here: the whole partition waits behind it.
   *
   * @throws MalformedEvent if the data are not what the type promises: dead-lettered at once
   */
  void apply(IncomingEvent event);
}
