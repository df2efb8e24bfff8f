package dev.handrail.kit.outbox;

import dev.handrail.kit.outbox.OutboxRow.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One relay's time in office: from getting the lease to losing or releasing it. Everything it knows
 * ends with it. Used by the relay's thread alone; only {@link #outcomes} is fed by the producer's.
 *
 * <p>Rows of one topic and key form a lane. Of a lane at most the first row is with the producer;
 * the next one follows its acknowledgement. After a failure the whole lane is forgotten and read
 * again from the table later, so nothing can overtake the row that failed.
 */
final class RelayTerm {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** More lanes in trouble than this are not a matter of single events: nothing new is fetched. */
  private static final int MOST_HELD_UP = 500;

  /** Rows on their way while the broker gives only failures. */
  private static final int WINDOW_IN_TROUBLE = 32;

  /**
   * How a send ended.
   *
   * @param failure null if the broker acknowledged
   * @param atOnce whether it failed before it could be queued
   */
  private record Outcome(OutboxRow row, @Nullable Exception failure, boolean atOnce) {}

  /** Why a lane or a topic waits. */
  private static final class Pause {
    int failures;
    long until;

    void prolong(long now) {
      long pause =
          Math.min(FIRST_PAUSE.toNanos() << Math.min(failures, 10), LONGEST_PAUSE.toNanos());
      failures++;
      until = now + pause;
    }
  }

  private final long token;
  private final OutboxConfig config;
  private final OutboxTable table;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final String source;
  private final Runnable wake;
  private final RelayMetrics metrics;

  private final TreeSet<Long> inHand = new TreeSet<>();
  private final Map<Lane, Deque<OutboxRow>> lanes = new HashMap<>();
  private final List<Long> acknowledged = new ArrayList<>();
  private final Map<Lane, Pause> heldUpLanes = new HashMap<>();
  private final Map<String, Pause> heldUpTopics = new HashMap<>();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable Exception lastFailure;
  private @Nullable Exception newFailure;
  private boolean sentAny;
  private boolean producerBroken;
  private boolean closing;

  /** A send has waited in vain for the broker in this turn: one such wait is enough. */
  private boolean stalled;

  private boolean moreWaiting;
  private int atProducer;
  private long ownedUntil;
  private long renewAt;

  RelayTerm(
      long token,
      long askedAt,
      OutboxConfig config,
      OutboxTable table,
      Supplier<Producer<byte[], byte[]>> producers,
      String source,
      Runnable wake,
      RelayMetrics metrics) {
    this.token = token;
    this.config = config;
    this.table = table;
    this.producers = producers;
    this.source = source;
    this.wake = wake;
    this.metrics = metrics;
    owned(askedAt);
  }

  /** Prolongs the lease when a third of it is over; false if it is lost. */
  boolean renewed() {
    stalled = false;
    long asked = System.nanoTime();
    if (asked - renewAt < 0) {
      return true;
    }
    if (!table.renew(token, config.lease())) {
      return false;
    }
    owned(asked);
    return true;
  }

  /**
   * Takes rows in hand.
   *
   * @return false if the lease is lost
   */
  boolean fetch() {
    long now = System.nanoTime();
    heldUpLanes.values().removeIf(pause -> now - pause.until > LONGEST_PAUSE.toNanos() * 10);
    List<Lane> lanesToSkip = waiting(heldUpLanes, now);
    int window = lastFailure == null ? config.window() : WINDOW_IN_TROUBLE;
    // A fetch passes over all that is in hand: for the sake of a few rows it is not worth it.
    if (inHand.size() > window / 2 || lanesToSkip.size() > MOST_HELD_UP) {
      moreWaiting = false;
      return true;
    }
    int room = Math.min(config.batch(), window - inHand.size());
    OutboxTable.Batch batch =
        table.fetch(token, inHand, waiting(heldUpTopics, now), lanesToSkip, room);
    moreWaiting = batch.rows().size() == room;
    List<Lane> fresh = new ArrayList<>();
    for (OutboxRow row : batch.rows()) {
      inHand.add(row.id());
      Deque<OutboxRow> lane = lanes.computeIfAbsent(row.lane(), _ -> new ArrayDeque<>());
      lane.add(row);
      if (lane.size() == 1) {
        fresh.add(row.lane());
      }
    }
    fresh.forEach(this::sendFirst);
    return batch.held();
  }

  /** Whether the last fetch was as large as it could be. */
  boolean moreWaiting() {
    return moreWaiting;
  }

  /** Works off what the producer reported; the next row of a lane goes out. */
  void heed() {
    Outcome outcome = outcomes.poll();
    while (outcome != null) {
      atProducer--;
      if (outcome.failure() == null) {
        acknowledged(outcome.row());
      } else {
        failed(outcome.row(), outcome.failure(), outcome.atOnce());
      }
      outcome = outcomes.poll();
    }
    if (producerBroken) {
      closeProducer();
    }
  }

  /**
   * Deletes what the broker has acknowledged.
   *
   * @return false if the lease is lost; then nothing was deleted
   */
  boolean deleteAcknowledged() {
    if (acknowledged.isEmpty()) {
      return true;
    }
    if (!table.delete(token, acknowledged)) {
      return false;
    }
    acknowledged.forEach(inHand::remove);
    acknowledged.clear();
    return true;
  }

  /** How many rows the next {@link #deleteAcknowledged} would delete. */
  int acknowledgedCount() {
    return acknowledged.size();
  }

  /** The latest failure of a send since this was asked last, if there was one. */
  @Nullable Exception newTrouble() {
    Exception trouble = newFailure;
    newFailure = null;
    return trouble;
  }

  /** Whether the latest outcome was an acknowledgement. */
  boolean isWorking() {
    return lastFailure == null && sentAny;
  }

  /** Whether something was sent of which the outcome is not known. */
  boolean isSending() {
    return atProducer > 0;
  }

  long token() {
    return token;
  }

  /** Nothing more is sent: rows that wait for an earlier one of their lane are forgotten. */
  void sendNoMore() {
    closing = true;
  }

  /** Ends the term. What the producer has not sent yet is dropped. */
  void close() {
    closeProducer();
  }

  private void owned(long askedAt) {
    // Counted from before the question was asked, so that we let go before the database does.
    ownedUntil = askedAt + config.lease().toNanos();
    renewAt = askedAt + config.lease().toNanos() / 3;
  }

  private void acknowledged(OutboxRow row) {
    metrics.sent();
    lastFailure = null;
    sentAny = true;
    acknowledged.add(row.id());
    heldUpLanes.remove(row.lane());
    heldUpTopics.remove(row.topic());
    Deque<OutboxRow> lane = lanes.get(row.lane());
    if (lane == null || lane.getFirst().id() != row.id()) {
      throw new IllegalStateException("Event " + row.eventId() + " was not first in its lane.");
    }
    lane.removeFirst();
    if (lane.isEmpty()) {
      lanes.remove(row.lane());
    } else {
      sendFirst(row.lane());
    }
  }

  private void failed(OutboxRow row, Exception failure, boolean atOnce) {
    metrics.failed();
    lastFailure = failure;
    newFailure = failure;
    long now = System.nanoTime();
    heldUpLanes.computeIfAbsent(row.lane(), _ -> new Pause()).prolong(now);
    if (atOnce && failure instanceof TimeoutException) {
      heldUpTopics.computeIfAbsent(row.topic(), _ -> new Pause()).prolong(now);
    }
    forget(row.lane());
    producerBroken |= isFatal(failure);
  }

  private void forget(Lane name) {
    Deque<OutboxRow> lane = lanes.remove(name);
    if (lane != null) {
      lane.forEach(row -> inHand.remove(row.id()));
    }
  }

  private void sendFirst(Lane name) {
    Deque<OutboxRow> lane = lanes.get(name);
    OutboxRow row = lane == null ? null : lane.peekFirst();
    if (row == null) {
      return;
    }
    long now = System.nanoTime();
    Pause topic = heldUpTopics.get(name.topic());
    if (closing
        || now - ownedUntil >= 0
        || producerBroken
        || stalled
        || (topic != null && now - topic.until < 0)) {
      forget(name);
      return;
    }
    Thread relay = Thread.currentThread();
    atProducer++;
    try {
      var _ =
          producer()
              .send(
                  record(row),
                  (_, failure) -> {
                    boolean atOnce = Thread.currentThread() == relay;
                    // No metadata for the topic, or no room: the next send would wait as long
                    // again, and many such waits would outlast the lease.
                    if (atOnce && failure instanceof TimeoutException) {
                      stalled = true;
                    }
                    outcomes.add(new Outcome(row, failure, atOnce));
                    wake.run();
                  });
    } catch (KafkaException | IllegalStateException e) {
      outcomes.add(new Outcome(row, e, true));
    }
  }

  private ProducerRecord<byte[], byte[]> record(OutboxRow row) {
    Headers headers = new RecordHeaders();
    header(headers, "ce_specversion", "1.0");
    header(headers, "ce_id", row.eventId().toString());
    header(headers, "ce_source", source);
    header(headers, "ce_type", row.type());
    header(headers, "ce_time", row.occurredAt().toString());
    header(headers, "ce_subject", row.key());
    header(headers, "ce_sequence", Long.toString(row.sequence()));
    header(headers, "content-type", "application/json");
    if (row.traceparent() != null) {
      header(headers, "traceparent", row.traceparent());
    }
    return new ProducerRecord<>(
        row.topic(), null, null, utf8(row.key()), utf8(row.data()), headers);
  }

  private static void header(Headers headers, String name, String value) {
    headers.add(name, utf8(value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> current = producer;
    if (current == null) {
      current = producers.get();
      producer = current;
    }
    return current;
  }

  private void closeProducer() {
    producerBroken = false;
    Producer<byte[], byte[]> current = producer;
    producer = null;
    if (current != null) {
      // At once: what it still holds must not leave after us. Its rows are in the table.
      current.close(Duration.ZERO);
    }
  }

  /** Failures after which this producer will never again be able to send. */
  private static boolean isFatal(Exception failure) {
    return failure instanceof OutOfOrderSequenceException
        || failure instanceof UnknownProducerIdException
        || failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof InvalidPidMappingException
        || failure instanceof AuthorizationException
        || failure instanceof IllegalStateException;
  }

  private static <T> List<T> waiting(Map<T, Pause> pauses, long now) {
    List<T> waiting = new ArrayList<>();
    pauses.forEach(
        (name, pause) -> {
          if (now - pause.until < 0) {
            waiting.add(name);
          }
        });
    return waiting;
  }
}
