package dev.handrail.kit.inbox;

import static java.util.Objects.requireNonNull;

import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import dev.handrail.kit.outbox.Trace;
import dev.handrail.kit.sql.SqlFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one consumer: polls, applies each batch in one transaction, commits its offsets
 * afterwards.
 *
 * <p>A batch that fails is taken apart and applied event by event. While the database or the
 * dead-letter topic is away the thread keeps the batch, pauses its partitions and polls on, so that
 * it stays in the group and keeps the order. Everything here runs on that one thread, rebalances
 * included.
 */
final class ConsumerLoop implements Runnable, ConsumerRebalanceListener {
  private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);

  private static final int MOST_ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration OFFSET_PATIENCE = Duration.ofSeconds(5);
  private static final Duration COMMIT_EVERY = Duration.ofMillis(500);

  /** A record that was polled and is not done with. */
  private static final class Held {
    final ConsumerRecord<byte[], byte[]> record;
    final TopicPartition partition;
    final @Nullable IncomingEvent event;
    final @Nullable MalformedEvent defect;
    int attempts;

    Held(
        ConsumerRecord<byte[], byte[]> record,
        @Nullable IncomingEvent event,
        @Nullable MalformedEvent defect) {
      this.record = record;
      this.partition = new TopicPartition(record.topic(), record.partition());
      this.event = event;
      this.defect = defect;
    }
  }

  /** How a try to apply ended. */
  private enum Result {
    DONE,
    AWAY,
    REFUSED
  }

  private final EventConsumer consumer;
  private final String topic;
  private final String group;
  private final Set<String> types;
  private final InboxConfig config;
  private final Inbox inbox;
  private final DeadLetters deadLetters;
  private final Supplier<Consumer<byte[], byte[]>> clients;
  private final InboxMetrics metrics;
  private final Outage outage;
  private final Outage clientOutage;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private final Deque<Held> held = new ArrayDeque<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private @Nullable Consumer<byte[], byte[]> client;
  private @Nullable Progress progress;
  private @Nullable Throwable lastFailure;
  private boolean standingBy;
  private int pauses;
  private long commitAt = System.nanoTime();

  ConsumerLoop(
      EventConsumer consumer,
      InboxConfig config,
      Inbox inbox,
      DeadLetters deadLetters,
      Supplier<Consumer<byte[], byte[]>> clients,
      InboxMetrics metrics) {
    this.consumer = consumer;
    this.topic = consumer.topic();
    this.group = consumer.group();
    this.types = Set.copyOf(consumer.types());
    this.config = config;
    this.inbox = inbox;
    this.deadLetters = deadLetters;
    this.clients = clients;
    this.metrics = metrics;
    this.outage = new Outage(LOG, "Consumer " + name());
    this.clientOutage = new Outage(LOG, "Kafka client of consumer " + name());
  }

  /** Names the consumer in logs and health. */
  String name() {
    return group + " of " + topic;
  }

  /** Asks the thread to finish the batch at hand and leave the group. */
  void stop() {
    stopping.countDown();
  }

  @Override
  public void run() {
    run(null);
  }

  /** Works until {@link #stop}, giving signs of life. */
  void run(@Nullable Progress signs) {
    progress = signs;
    while (!isStopping()) {
      try {
        consume();
      } catch (KafkaException | IllegalStateException e) {
        // Not in a handler, which has its own net: this client can go no further, a new one may.
        clientOutage.failed(e);
        pauseWithoutClient();
      }
    }
    if (signs != null) {
      signs.ended();
    }
  }

  private void consume() {
    Consumer<byte[], byte[]> opened = clients.get();
    client = opened;
    try {
      opened.subscribe(List.of(topic), this);
      while (!isStopping()) {
        take(opened.poll(config.poll()));
        alive();
        clientOutage.worked();
        work();
        measureLag(opened);
      }
      commitNow(ends.keySet());
    } finally {
      client = null;
      held.clear();
      ends.clear();
      opened.close(CloseOptions.timeout(OFFSET_PATIENCE));
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        ends.put(partition, record.offset() + 1);
        Held taken = read(record);
        if (taken.event != null && !types.isEmpty() && !types.contains(taken.event.type())) {
          metrics.ignored();
        } else {
          held.addLast(taken);
        }
      }
    }
  }

  private static Held read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Held(record, EventFormat.read(record), null);
    } catch (MalformedEvent e) {
      return new Held(record, null, e);
    }
  }

  /** Applies all that is held, or as much as a stop or a rebalance leaves time for. */
  private void work() {
    if (ends.isEmpty()) {
      return;
    }
    boolean together = true;
    while (!held.isEmpty() && !isStopping()) {
      together = together && held.stream().allMatch(each -> each.event != null);
      if (!together) {
        oneByOne(held.getFirst());
        continue;
      }
      switch (attempt(List.copyOf(held))) {
        case DONE -> held.clear();
        case AWAY -> goOnAfterPause();
        case REFUSED -> together = false;
      }
    }
    commitSoon();
  }

  /** Brings the first held event to its end; it stays held if something is away. */
  private void oneByOne(Held first) {
    if (first.event == null) {
      deadLetter(first, first.defect == null ? "unreadable" : reason(first.defect), 1);
      return;
    }
    Result result = attempt(List.of(first));
    switch (result) {
      case DONE -> done(first);
      case AWAY -> goOnAfterPause();
      case REFUSED -> {
        Throwable failure = lastFailure;
        if (failure instanceof MalformedEvent || first.attempts >= MOST_ATTEMPTS) {
          LOG.warnf(
              failure,
              "Event %s of %s goes to the dead letters after %d attempts.",
              first.event.id(),
              topic,
              first.attempts);
          deadLetter(first, failure == null ? "unknown" : reason(failure), first.attempts);
        } else {
          goOnAfterPause();
        }
      }
    }
  }

  private void deadLetter(Held first, String reason, int attempts) {
    try {
      deadLetters.accept(first.record, reason, attempts);
      outage.worked();
      metrics.deadLettered();
      done(first);
    } catch (DeadLetters.NotAccepted e) {
      outage.failed(e);
      metrics.retried();
      goOnAfterPause();
    }
  }

  private void done(Held finished) {
    pauses = 0;
    held.remove(finished);
  }

  private Result attempt(List<Held> events) {
    lastFailure = null;
    try {
      int[] applied = new int[1];
      inbox.inTransaction(config.transaction(), () -> applied[0] = apply(events));
      metrics.applied(applied[0]);
      metrics.duplicates(events.size() - applied[0]);
      outage.worked();
      pauses = 0;
      return Result.DONE;
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      lastFailure = e;
      metrics.retried();
      if (isAway(e)) {
        outage.failed(e);
        return Result.AWAY;
      }
      if (events.size() == 1) {
        events.getFirst().attempts++;
      }
      return Result.REFUSED;
    } finally {
      alive();
    }
  }

  private int apply(List<Held> events) {
    List<UUID> ids = new ArrayList<>(events.size());
    for (Held each : events) {
      if (each.event != null) {
        ids.add(each.event.id());
      }
    }
    Set<UUID> first = inbox.firstSeen(group, ids);
    List<Held> fresh = new ArrayList<>(first.size());
    for (Held each : events) {
      if (each.event != null && first.remove(each.event.id())) {
        fresh.add(each);
      }
    }
    if (consumer instanceof BatchConsumer batches) {
      if (!fresh.isEmpty()) {
        batches.applyAll(fresh.stream().map(each -> requireNonNull(each.event)).toList());
      }
    } else {
      fresh.forEach(this::applyInTrace);
    }
    return fresh.size();
  }

  private void applyInTrace(Held fresh) {
    IncomingEvent event = requireNonNull(fresh.event);
    alive();
    Trace.in(EventFormat.header(fresh.record, "traceparent"), () -> consumer.apply(event));
  }

  /** Whether the failure is not the event's: then it is tried again without end. */
  private static boolean isAway(Throwable failure) {
    return SqlFailure.behind(failure)
        .map(SqlFailure::isTransient)
        .orElse(failure instanceof Inbox.CommitInDoubt);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof MalformedEvent) {
      return "malformed: " + failure.getMessage();
    }
    // Not the message: it may quote what the event or the database holds.
    return SqlFailure.behind(failure)
        .map(sql -> "SQL state " + sql.sqlState())
        .orElse(failure.getClass().getName());
  }

  /** Waits, longer each time, with the partitions paused but in the group. */
  private void goOnAfterPause() {
    Consumer<byte[], byte[]> current = client;
    if (current == null) {
      return;
    }
    long pause =
        Math.min(FIRST_PAUSE.toNanos() << Math.min(pauses, 10), config.longestPause().toNanos());
    pauses++;
    long until = System.nanoTime() + pause;
    standingBy = true;
    current.pause(current.assignment());
    try {
      long left = pause;
      while (left > 0 && !held.isEmpty() && !isStopping()) {
        take(current.poll(Duration.ofNanos(Math.min(left, config.poll().toNanos()))));
        alive();
        left = until - System.nanoTime();
      }
    } finally {
      standingBy = false;
      current.resume(current.paused());
    }
  }

  private void pauseWithoutClient() {
    try {
      alive();
      stopping.await(1, TimeUnit.SECONDS);
      alive();
    } catch (InterruptedException e) {
      // Nobody but stop() has a reason to end this thread.
      stopping.countDown();
    }
  }

  /** Where a restart has to go on: at the first record still held, else after the last one. */
  private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Long end = ends.get(partition);
      if (end != null) {
        offsets.put(partition, new OffsetAndMetadata(end));
      }
    }
    held.descendingIterator()
        .forEachRemaining(
            each ->
                offsets.computeIfPresent(
                    each.partition, (_, _) -> new OffsetAndMetadata(each.record.offset())));
    return offsets;
  }

  /** Not after each batch: the inbox knows what was applied, and every commit is a write there. */
  private void commitSoon() {
    Consumer<byte[], byte[]> current = client;
    long now = System.nanoTime();
    if (current == null || now - commitAt < 0) {
      return;
    }
    commitAt = now + COMMIT_EVERY.toNanos();
    current.commitAsync(
        offsets(ends.keySet()),
        (_, failure) -> {
          if (failure != null) {
            // The next commit covers this one, and the inbox knows what was applied.
            LOG.debug("Offsets were not committed.", failure);
          }
        });
    if (held.isEmpty()) {
      ends.clear();
    }
  }

  private void commitNow(Collection<TopicPartition> partitions) {
    Consumer<byte[], byte[]> current = client;
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets(partitions);
    if (current == null || offsets.isEmpty()) {
      return;
    }
    try {
      current.commitSync(offsets, OFFSET_PATIENCE);
    } catch (KafkaException e) {
      LOG.debug("Offsets were not committed; the inbox knows what was applied.", e);
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Consumer<byte[], byte[]> current = client;
    if (standingBy && current != null) {
      current.pause(partitions);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commitNow(partitions);
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    held.removeIf(each -> partitions.contains(each.partition));
    ends.keySet().removeAll(partitions);
  }

  private void measureLag(Consumer<byte[], byte[]> current) {
    long lag = 0;
    for (TopicPartition partition : current.assignment()) {
      OptionalLong known = current.currentLag(partition);
      lag += known.orElse(0);
    }
    metrics.lag(lag);
  }

  private void alive() {
    if (progress != null) {
      progress.made();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
