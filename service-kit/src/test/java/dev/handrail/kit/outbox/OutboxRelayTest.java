package dev.handrail.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.kit.testing.KafkaProbe.Seen;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxRelayTest {
  private static final String TOPIC = "faq-events";
  private static final String OTHER_TOPIC = "conversation-events";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT_LEASE = Duration.ofMillis(300);

  private final RelayBench bench = new RelayBench();
  private final KafkaProbe probe = KafkaProbe.fromNow(Infrastructure.kafka(), TOPIC);

  @AfterEach
  void close() throws InterruptedException {
    bench.stop();
    probe.close();
  }

  @Test
  void an_event_arrives_as_a_cloud_event_and_its_row_goes() throws SQLException {
    bench.start();
    String key = key();
    UUID id;
    try (Connection connection = bench.database.connect()) {
      id = RelayBench.insert(connection, TOPIC, key, 7, "{\"text\":\"Grüße\"}");
      bench.execute(
          "UPDATE outbox SET traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01',"
              + " occurred_at = '2026-03-01T12:00:00.5Z'");
    }

    Seen event = awaitKey(key, 1).getFirst();

    assertThat(event.value()).isEqualTo("{\"text\":\"Grüße\"}");
    assertThat(event.headers())
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", id.toString())
        .containsEntry("ce_source", "/handrail/kit")
        .containsEntry("ce_type", "handrail.Tested.v1")
        .containsEntry("ce_subject", key)
        .containsEntry("ce_sequence", "7")
        .containsEntry("content-type", "application/json");
    awaitEmpty();
    assertThat(bench.counted("handrail.outbox.sent")).isEqualTo(1);
    assertThat(bench.counted("handrail.outbox.lease")).isEqualTo(1);
  }

  @Test
  void what_is_committed_within_a_moment_is_fetched_together() {
    AtomicInteger looks = new AtomicInteger();
    OutboxTable counting =
        new OutboxTable(bench.connections) {
          @Override
          Batch fetch(
              long token,
              Collection<Long> inHand,
              Collection<String> topics,
              Collection<OutboxRow.Lane> lanes,
              int limit) {
            looks.incrementAndGet();
            return super.fetch(token, inHand, topics, lanes, limit);
          }
        };
    long began = System.nanoTime();
    RelayBench.Running running =
        bench.start(RelayBench.config(Duration.ofSeconds(5)), counting, bench::producer);
    for (int i = 0; i < 300; i++) {
      bench.append(TOPIC, key(), 1);
      running.relay().committed();
    }
    awaitEmpty();

    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    // One every 10 ms when told, one every 50 ms of its own accord, and those under way.
    assertThat((long) looks.get()).isLessThanOrEqualTo(millis / 10 + millis / 50 + 2);
    assertThat(bench.counted("handrail.outbox.sent")).isEqualTo(300);
  }

  @Test
  void a_row_that_commits_late_under_a_lower_id_is_published() throws SQLException {
    bench.start();
    String key = key();
    try (Connection slow = bench.database.connect()) {
      slow.setAutoCommit(false);
      UUID lower = RelayBench.insert(slow, TOPIC, key, 1);
      UUID higher = bench.append(TOPIC, key, 2);
      assertThat(ids(awaitKey(key, 1))).containsExactly(higher);
      awaitEmpty();

      slow.commit();

      // In the order of their commits, and the one with the lower id is not lost.
      assertThat(ids(awaitKey(key, 2))).containsExactly(higher, lower);
    }
  }

  /** Documents the trap: this is what a relay would do that remembers the last id it has read. */
  @Test
  void a_cursor_on_the_id_would_lose_a_row_that_commits_late() throws SQLException {
    try (Connection slow = bench.database.connect()) {
      slow.setAutoCommit(false);
      UUID lower = RelayBench.insert(slow, TOPIC, key(), 1);
      UUID higher = bench.append(TOPIC, key(), 1);
      List<UUID> published = new ArrayList<>();
      long last = readAfter(0, published);
      slow.commit();
      readAfter(last, published);

      assertThat(published).containsExactly(higher).doesNotContain(lower);
      assertThat(bench.waiting()).isEqualTo(2);
    }
  }

  private long readAfter(long last, List<UUID> published) throws SQLException {
    long newest = last;
    try (Connection connection = bench.database.connect();
        var results =
            connection
                .createStatement()
                .executeQuery("SELECT id, event_id FROM outbox WHERE id > " + last)) {
      while (results.next()) {
        newest = Math.max(newest, results.getLong(1));
        published.add(results.getObject(2, UUID.class));
      }
    }
    return newest;
  }

  @Test
  void a_send_answered_with_an_error_although_it_was_stored_is_repeated_with_the_same_id() {
    Set<String> answeredWrongly = new HashSet<>();
    String key = key();
    List<UUID> stored = List.of(bench.append(TOPIC, key, 1), bench.append(TOPIC, key, 2));
    bench.start(
        RelayBench.config(Duration.ofSeconds(5)),
        () ->
            bench.producer(
                (real, record, callback) -> {
                  var _ =
                      real.send(
                          record,
                          (metadata, failure) ->
                              callback.onCompletion(
                                  metadata,
                                  answeredWrongly.add(RelayBench.id(record))
                                      ? new TimeoutException("lost answer")
                                      : failure));
                }));

    awaitEmpty();

    List<UUID> seen = ids(awaitKey(key, 4));
    assertThat(seen).containsExactly(stored.get(0), stored.get(0), stored.get(1), stored.get(1));
    assertThat(bench.counted("handrail.outbox.failed")).isEqualTo(2);
  }

  @Test
  void a_relay_killed_between_acknowledgement_and_delete_leaves_it_to_the_next_to_send_again()
      throws InterruptedException {
    String key = key();
    UUID id = bench.append(TOPIC, key, 1);
    CountDownLatch killed = new CountDownLatch(1);
    OutboxTable dyingAtDelete =
        new OutboxTable(bench.connections) {
          @Override
          boolean delete(long token, Collection<Long> ids) {
            killed.countDown();
            while (true) {
              // As good as dead: it does nothing any more, and cleans nothing up.
              LockSupport.park();
            }
          }
        };
    bench.startAndForget(RelayBench.config(SHORT_LEASE), dyingAtDelete, bench::producer);
    killed.await();
    assertThat(ids(awaitKey(key, 1))).containsExactly(id);
    assertThat(bench.waiting()).isEqualTo(1);

    bench.start(RelayBench.config(SHORT_LEASE), bench::producer);

    assertThat(ids(awaitKey(key, 2))).containsExactly(id, id);
    awaitEmpty();
  }

  @Test
  void a_relay_that_wakes_up_after_its_lease_deletes_nothing_and_steps_down()
      throws InterruptedException {
    String key = key();
    UUID first = bench.append(TOPIC, key, 1);
    UUID second = bench.append(TOPIC, key, 2);
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch thaw = new CountDownLatch(1);
    CountDownLatch steppedDown = new CountDownLatch(1);
    ConcurrentLinkedQueue<String> sentBySleeper = new ConcurrentLinkedQueue<>();
    AtomicInteger terms = new AtomicInteger();
    OutboxTable sleepersTable =
        new OutboxTable(bench.connections) {
          @Override
          OptionalLong acquire(String holder, Duration lease) {
            if (terms.getAndIncrement() > 0) {
              steppedDown.countDown();
              return OptionalLong.empty();
            }
            return super.acquire(holder, lease);
          }
        };
    bench.start(
        RelayBench.config(SHORT_LEASE),
        sleepersTable,
        () ->
            bench.producer(
                (real, record, callback) -> {
                  frozen.countDown();
                  await(thaw);
                  sentBySleeper.add(RelayBench.id(record));
                  var _ = real.send(record, callback);
                  // On its way before the sleeper steps down, which drops what is still buffered.
                  real.flush();
                }));
    frozen.await();

    // The successor has sent the first one and waits for its acknowledgement.
    CountDownLatch acknowledge = new CountDownLatch(1);
    CountDownLatch sentBySuccessor = new CountDownLatch(1);
    bench.start(
        RelayBench.config(SHORT_LEASE),
        () ->
            bench.producer(
                (real, record, callback) -> {
                  sentBySuccessor.countDown();
                  var _ =
                      real.send(
                          record,
                          (metadata, failure) -> {
                            await(acknowledge);
                            callback.onCompletion(metadata, failure);
                          });
                }));
    sentBySuccessor.await();
    thaw.countDown();
    steppedDown.await();

    assertThat(sentBySleeper).containsExactly(first.toString());
    assertThat(bench.waiting()).isEqualTo(2);
    acknowledge.countDown();
    awaitEmpty();
    assertThat(ids(awaitKey(key, 3))).containsExactlyInAnyOrder(first, first, second);
    assertThat(firstDeliveries(key)).containsExactly(first, second);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whatever_fails_every_event_arrives_and_first_deliveries_of_a_key_keep_their_order(long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    bench.start(
        RelayBench.config(Duration.ofSeconds(5)),
        () ->
            bench.producer(
                (real, record, callback) -> {
                  int dice = random.nextInt(100);
                  if (dice < 10) {
                    callback.onCompletion(null, new TimeoutException("not stored"));
                  } else if (dice < 20) {
                    var _ =
                        real.send(
                            record,
                            (metadata, _) ->
                                callback.onCompletion(metadata, new TimeoutException("stored")));
                  } else if (dice < 23) {
                    callback.onCompletion(null, new OutOfOrderSequenceException("fatal"));
                  } else {
                    var _ = real.send(record, callback);
                  }
                }));
    Map<String, List<UUID>> stored = new HashMap<>();
    List<String> keys = List.of(key(), key(), key(), key(), key(), key());
    for (int i = 0; i < 72; i++) {
      String key = keys.get(i % keys.size());
      UUID id = bench.append(TOPIC, key, i);
      stored.computeIfAbsent(key, _ -> new ArrayList<>()).add(id);
    }

    awaitEmpty();

    for (String key : keys) {
      awaitKey(key, 12);
      assertThat(firstDeliveries(key)).isEqualTo(stored.get(key));
    }
  }

  @Test
  void of_two_relays_one_works_and_the_other_takes_over_at_once_when_it_stops()
      throws InterruptedException {
    // A lease longer than the test: only releasing it lets the other one begin.
    OutboxConfig config = RelayBench.config(Duration.ofMinutes(10));
    RelayBench.Running first = bench.start(config, bench::producer);
    Eventually.until(LONG, "a lease", () -> bench.counted("handrail.outbox.lease") == 1);
    bench.start(config, bench::producer);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      keys.add(key());
      bench.append(TOPIC, keys.getLast(), 1);
      if (i == 150) {
        first.stop();
      }
    }

    awaitEmpty();

    List<Seen> seen = probe.awaitKeys(LONG, keys);
    assertThat(seen.stream().map(Seen::id)).doesNotHaveDuplicates().hasSize(300);
  }

  @Test
  void a_stopping_relay_finishes_what_it_has_sent_and_sends_nothing_more()
      throws InterruptedException {
    String key = key();
    UUID first = bench.append(TOPIC, key, 1);
    bench.append(TOPIC, key, 2);
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch acknowledge = new CountDownLatch(1);
    RelayBench.Running relay =
        bench.start(
            RelayBench.config(Duration.ofSeconds(5)),
            () ->
                bench.producer(
                    (real, record, callback) -> {
                      sent.countDown();
                      var _ =
                          real.send(
                              record,
                              (metadata, failure) -> {
                                await(acknowledge);
                                callback.onCompletion(metadata, failure);
                              });
                    }));
    sent.await();
    relay.relay().stop();
    acknowledge.countDown();
    relay.stop();

    assertThat(bench.waiting()).isEqualTo(1);
    assertThat(ids(awaitKey(key, 1))).containsExactly(first);
    assertThat(bench.ask("SELECT expires_at FROM outbox_lease")).isEqualTo("-infinity");
  }

  @Test
  void an_event_the_broker_refuses_holds_up_its_own_key_only() throws SQLException {
    String refused = key();
    String other = key();
    try (Connection connection = bench.database.connect()) {
      RelayBench.insert(connection, TOPIC, refused, 1, "\"" + "x".repeat(2_000_000) + "\"");
    }
    bench.append(TOPIC, refused, 2);
    bench.append("a-topic-that-is-not-there", key(), 1);
    bench.start();
    UUID first = bench.append(TOPIC, other, 1);
    assertThat(ids(awaitKey(other, 1))).containsExactly(first);
    Eventually.until(LONG, "a second try", () -> bench.counted("handrail.outbox.failed") >= 4);
    UUID second = bench.append(TOPIC, other, 2);

    assertThat(ids(awaitKey(other, 2))).containsExactly(first, second);
    assertThat(probe.seen(refused)).isEmpty();
    assertThat(bench.waiting()).isEqualTo(3);
  }

  @Test
  void a_producer_that_can_no_longer_send_is_replaced() {
    AtomicInteger producers = new AtomicInteger();
    bench.start(
        RelayBench.config(Duration.ofSeconds(5)),
        () -> {
          int number = producers.incrementAndGet();
          return bench.producer(
              (real, record, callback) -> {
                if (number == 1) {
                  callback.onCompletion(null, new OutOfOrderSequenceException("gone astray"));
                } else {
                  var _ = real.send(record, callback);
                }
              });
        });
    String key = key();
    UUID id = bench.append(TOPIC, key, 1);

    assertThat(ids(awaitKey(key, 1))).containsExactly(id);
    assertThat(producers).hasValue(2);
  }

  @Test
  void lost_connections_to_the_database_cost_nothing() {
    bench.start();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add(key());
      bench.append(TOPIC, keys.getLast(), 1);
      if (i % 20 == 10) {
        bench.ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE application_name = 'outbox relay' AND datname = current_database()");
      }
    }

    probe.awaitKeys(LONG, keys);
    awaitEmpty();
  }

  @Test
  void a_large_backlog_is_carried_away_in_full() {
    bench.execute(
        """
        INSERT INTO outbox (event_id, topic, key, type, sequence, occurred_at, data)
        SELECT uuidv7(), '%s', 'k' || n %% 5000, 'handrail.Tested.v1', n, now(), '{}'
        FROM generate_series(1, 20000) n
        """
            .formatted(OTHER_TOPIC));
    try (KafkaProbe others = KafkaProbe.fromNow(Infrastructure.kafka(), OTHER_TOPIC)) {
      bench.start();
      awaitEmpty();
      List<Seen> seen = others.await(LONG, "20,000 events", events -> events.size() >= 20_000);

      assertThat(seen).hasSize(20_000);
      Map<String, Long> last = new HashMap<>();
      for (Seen event : seen) {
        long sequence = Long.parseLong(event.header("ce_sequence"));
        assertThat(sequence).isGreaterThan(last.getOrDefault(event.key(), 0L));
        last.put(event.key(), sequence);
      }
    }
  }

  private List<UUID> firstDeliveries(String key) {
    return ids(probe.seen(key)).stream().distinct().toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private List<Seen> awaitKey(String key, int count) {
    probe.await(
        LONG,
        count + " events of " + key,
        seen -> seen.stream().filter(event -> key.equals(event.key())).count() >= count);
    return probe.seen(key);
  }

  private static List<UUID> ids(List<Seen> events) {
    return events.stream().map(event -> UUID.fromString(event.id())).toList();
  }

  private void awaitEmpty() {
    Eventually.until(LONG, "an empty outbox", () -> bench.waiting() == 0);
  }
}
