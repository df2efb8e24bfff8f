package dev.handrail.kit.inbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.background.KafkaClients;
import dev.handrail.kit.inbox.Sender.Event;
import dev.handrail.kit.outbox.OutboxEvent;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.kit.testing.KafkaProbe.Seen;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuarkusTest
@TestProfile(WithKafka.class)
@WithTestResource(Infrastructure.class)
@TestMethodOrder(OrderAnnotation.class)
class ConsumingTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Inject Sql sql;
  @Inject Recorder recorder;
  @Inject Choosy choosy;
  @Inject Heaps heaps;
  @Inject Ordering ordering;
  @Inject KafkaClients clients;
  @Inject MeterRegistry registry;

  @TestHTTPResource(value = "/health/live", management = true)
  String live;

  @TestHTTPResource(value = "/health/ready", management = true)
  String ready;

  private final String key = UUID.randomUUID().toString();
  private Sender sender;

  @BeforeEach
  void open() {
    sql.update(
        "CREATE TABLE IF NOT EXISTS effect (event_id uuid NOT NULL, key text NOT NULL,"
            + " sequence bigint NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY)");
    sender = new Sender(clients);
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void events_of_a_key_have_their_effects_in_order() {
    for (long i = 1; i <= 500; i++) {
      sender.send(Recorder.TOPIC, Sender.event(key).sequence(i));
    }
    sender.flush();

    awaitEffects(500);
    assertThat(effects()).isEqualTo(LongStream.rangeClosed(1, 500).boxed().toList());
  }

  @Test
  void a_duplicate_has_no_second_effect_be_it_in_the_same_batch_or_later() {
    Event event = Sender.event(key).sequence(1);
    sender.send(Recorder.TOPIC, event);
    sender.send(Recorder.TOPIC, event);
    sender.flush();
    awaitEffects(1);
    sender.send(Recorder.TOPIC, event);
    sender.send(Recorder.TOPIC, Sender.event(key).sequence(2));
    sender.flush();

    awaitEffects(2);
    assertThat(effects()).containsExactly(1L, 2L);
  }

  @Test
  void a_poison_pill_goes_to_the_dead_letters_and_the_others_go_on() {
    Event poison = Sender.event(key).sequence(2).wish("fail").header("x-note", "kept");
    try (KafkaProbe dead = KafkaProbe.fromNow(Infrastructure.kafka(), Recorder.TOPIC + ".dlq")) {
      sender.send(Recorder.TOPIC, Sender.event(key).sequence(1));
      sender.send(Recorder.TOPIC, poison);
      sender.send(Recorder.TOPIC, Sender.event(key).sequence(3));
      sender.flush();

      Seen letter = awaitLetter(dead, poison);
      awaitEffects(2);

      assertThat(effects()).containsExactly(1L, 3L);
      assertThat(letter.key()).isEqualTo(key);
      assertThat(letter.value()).isEqualTo("{\"wish\":\"fail\"}");
      assertThat(letter.headers())
          .containsEntry("ce_id", poison.id.toString())
          .containsEntry("x-note", "kept")
          .containsEntry("dlq-reason", "java.lang.IllegalStateException")
          .containsEntry("dlq-topic", Recorder.TOPIC)
          .containsEntry("dlq-attempts", "3")
          .containsKeys("dlq-partition", "dlq-offset");
    }
    // Neither effect nor inbox row is left, so that sending it again after a repair helps.
    assertThat(inboxRows(poison.id)).isZero();
    recorder.heal(poison.id);
    sender.send(Recorder.TOPIC, poison);
    sender.flush();
    awaitEffects(3);
    assertThat(inboxRows(poison.id)).isEqualTo(1);
  }

  @Test
  void what_is_no_event_goes_to_the_dead_letters_at_once() {
    List<Event> malformed =
        List.of(
            Sender.event(key).value("{\"open\":"),
            Sender.event(key).value("{} {}"),
            Sender.event(key).value("[]"),
            Sender.event(key).value("{\"a\":1,\"a\":2}"),
            Sender.event(key).value("{\"deep\":" + "[".repeat(100) + "]".repeat(100) + "}"),
            Sender.event(key).without("ce_type"),
            Sender.event(key).header("ce_sequence", "many"),
            Sender.event(key).header("ce_sequence", "0"),
            Sender.event(key).header("ce_time", "yesterday"),
            Sender.event(key).header("ce_specversion", "0.3"),
            Sender.event(key).header("ce_id", "1-2-3-4-5"),
            Sender.event(key).key(" "),
            Sender.event(key).wish("malformed"));
    try (KafkaProbe dead = KafkaProbe.fromNow(Infrastructure.kafka(), Recorder.TOPIC + ".dlq")) {
      malformed.forEach(event -> sender.send(Recorder.TOPIC, event));
      sender.send(Recorder.TOPIC, Sender.event(key).sequence(9));
      sender.flush();

      awaitEffects(1);
      List<Seen> letters = dead.await(LONG, "all of them", seen -> seen.size() >= malformed.size());
      assertThat(letters).hasSize(malformed.size());
      assertThat(letters)
          .allSatisfy(
              letter -> {
                assertThat(letter.header("dlq-reason")).startsWith("malformed: ");
                assertThat(letter.header("dlq-attempts")).isEqualTo("1");
              });
    }
    assertThat(recorder.tries(malformed.getLast().id)).isLessThanOrEqualTo(2);
  }

  @Test
  void what_is_only_busy_is_tried_until_it_works_and_keeps_the_order() {
    Event busy = Sender.event(key).sequence(1).wish("busy");
    sender.send(Recorder.TOPIC, busy);
    sender.send(Recorder.TOPIC, Sender.event(key).sequence(2));
    sender.flush();

    awaitEffects(2);
    assertThat(effects()).containsExactly(1L, 2L);
    assertThat(recorder.tries(busy.id)).isEqualTo(6);
  }

  @Test
  void types_nobody_acts_on_are_counted_and_passed_over() {
    double before = counted("handrail.inbox.ignored", "choosy");
    Event unknown = Sender.event(key).header("ce_type", "handrail.Unheard.v9");
    sender.send(Choosy.TOPIC, unknown);
    sender.send(Choosy.TOPIC, Sender.event(key).header("ce_type", Choosy.KNOWN));
    sender.flush();

    Eventually.until(LONG, "the known one", () -> choosy.seen().size() == 1);
    assertThat(choosy.seen()).containsExactly(Choosy.KNOWN);
    assertThat(counted("handrail.inbox.ignored", "choosy") - before).isEqualTo(1);
    assertThat(inboxRows(unknown.id)).isZero();
  }

  @Test
  void a_heap_is_applied_together_and_one_by_one_when_one_of_it_fails() {
    for (long i = 1; i <= 40; i++) {
      sender.send(Heaps.TOPIC, Sender.event(key).sequence(i));
    }
    sender.flush();
    awaitHeaped(40);
    assertThat(heaps.applied()).anyMatch(heap -> heap.size() > 1);
    int before = heaps.applied().size();

    Event poison = Sender.event(key).sequence(43).wish("fail");
    try (KafkaProbe dead = KafkaProbe.fromNow(Infrastructure.kafka(), Heaps.TOPIC + ".dlq")) {
      for (Event event :
          List.of(
              Sender.event(key).sequence(41),
              Sender.event(key).sequence(42),
              poison,
              Sender.event(key).sequence(44))) {
        sender.send(Heaps.TOPIC, event);
      }
      sender.flush();
      awaitLetter(dead, poison);
      awaitHeaped(43);
    }

    assertThat(heaps.applied().stream().skip(before).flatMap(List::stream))
        .containsExactly(41L, 42L, 44L);
    assertThat(inboxRows(poison.id)).isZero();
  }

  private void awaitHeaped(int events) {
    Eventually.until(
        LONG,
        events + " events applied",
        () -> heaps.applied().stream().mapToInt(List::size).sum() == events);
  }

  @Test
  void the_trace_of_an_event_goes_on_in_its_effect() {
    String trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    Event event = Sender.event(key).header("traceparent", trace);
    sender.send(Recorder.TOPIC, event);
    sender.flush();

    awaitEffects(1);
    assertThat(recorder.trace(event.id)).isEqualTo(trace);
  }

  @Test
  void the_trace_of_a_request_is_there_for_its_events() {
    String trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    given().header("traceparent", trace).get("/tracing").then().body(equalTo(trace));
    given().header("traceparent", "'; DROP TABLE outbox").get("/tracing").then().statusCode(204);
    given().get("/tracing").then().statusCode(204);
  }

  @Test
  void a_crash_of_the_database_loses_nothing_and_doubles_nothing() {
    Infrastructure.withoutDatabase(
        () -> {
          for (long i = 1; i <= 100; i++) {
            sender.send(Recorder.TOPIC, Sender.event(key).sequence(i));
          }
          sender.flush();
          Eventually.until(
              LONG, "a failed try", () -> counted("handrail.inbox.retried", Recorder.GROUP) > 0);
          given().get(ready).then().statusCode(503);
          given().get(live).then().statusCode(200);
        });

    Eventually.until(
        LONG, "the service to be ready again", () -> given().get(ready).statusCode() == 200);
    awaitEffects(100);
    assertThat(effects()).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
  }

  @Test
  void members_that_come_and_go_lose_nothing_and_double_nothing() {
    for (long i = 1; i <= 300; i++) {
      sender.send(Recorder.TOPIC, Sender.event("k" + i % 20 + key).sequence(i));
      if (i == 100) {
        joinAndLeave();
      }
    }
    sender.flush();

    List<Long> all =
        Eventually.value(
            LONG,
            "300 effects",
            () -> sequences("SELECT sequence FROM effect WHERE key LIKE ?", "%" + key),
            found -> found.size() >= 300);
    assertThat(all).hasSize(300).doesNotHaveDuplicates();
  }

  /** Takes part of the partitions away for a while and gives them back untouched. */
  private void joinAndLeave() {
    try (Consumer<byte[], byte[]> other =
        clients.consumer(Recorder.GROUP, "other", 10, Duration.ZERO)) {
      other.subscribe(List.of(Recorder.TOPIC));
      Eventually.until(
          LONG,
          "partitions for the newcomer",
          () -> {
            var _ = other.poll(Duration.ofMillis(50));
            return !other.assignment().isEmpty();
          });
    }
  }

  @Test
  void an_event_stored_with_its_change_has_its_effect_elsewhere() {
    List<OutboxEvent> events = new ArrayList<>();
    for (long i = 1; i <= 3; i++) {
      events.add(outgoing(i));
    }

    ordering.publish(events, false);

    awaitEffects(3);
    assertThat(effects()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_use_case_that_throws_leaves_nothing() {
    assertThatThrownBy(() -> ordering.publish(List.of(outgoing(1)), true))
        .isInstanceOf(IllegalStateException.class);
    ordering.publish(List.of(outgoing(2)), false);

    awaitEffects(1);
    assertThat(effects()).containsExactly(2L);
  }

  @Test
  void events_without_a_transaction_are_refused() {
    assertThatThrownBy(() -> ordering.publishWithoutTransaction(List.of(outgoing(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
  }

  @Test
  void inbox_rows_stand_in_the_partition_of_their_day() {
    Event event = Sender.event(key);
    sender.send(Recorder.TOPIC, event);
    sender.flush();
    awaitEffects(1);

    String table =
        sql.first(
                "SELECT tableoid::regclass::text AS name FROM inbox WHERE event_id = ?",
                row -> row.string("name"),
                event.id)
            .orElseThrow();
    assertThat(table).matches("inbox_\\d{8}");
  }

  /** The last one: its handler stays in its way until the application ends. */
  @Test
  @Order(Integer.MAX_VALUE)
  void a_handler_that_is_stuck_makes_the_service_not_alive() {
    given().get(live).then().statusCode(200);
    Event stuck = Sender.event(key).wish("stick");
    sender.send(Recorder.TOPIC, stuck);
    sender.flush();

    Eventually.until(LONG, "DOWN", () -> given().get(live).statusCode() == 503);
    assertThat(given().get(live).body().asString()).contains("recorder of agent-events");
    Recorder.UNSTICK.countDown();
    Eventually.until(LONG, "UP", () -> given().get(live).statusCode() == 200);
    awaitEffects(1);
  }

  private OutboxEvent outgoing(long sequence) {
    return new OutboxEvent(
        UuidV7.next(), Recorder.TOPIC, key, "handrail.Tested.v1", sequence, Instant.now(), "{}");
  }

  private Seen awaitLetter(KafkaProbe dead, Event event) {
    return dead
        .await(
            LONG,
            "the dead letter",
            seen -> seen.stream().anyMatch(letter -> letter.id().equals(event.id.toString())))
        .stream()
        .filter(letter -> letter.id().equals(event.id.toString()))
        .findFirst()
        .orElseThrow();
  }

  private List<Long> effects() {
    return sequences("SELECT sequence FROM effect WHERE key = ? ORDER BY position", key);
  }

  private List<Long> sequences(String query, String parameter) {
    return sql.list(query, row -> row.longValue("sequence"), parameter);
  }

  private void awaitEffects(int count) {
    Eventually.value(LONG, count + " effects", this::effects, seen -> seen.size() >= count);
  }

  private int inboxRows(UUID id) {
    return sql.first(
            "SELECT count(*) AS n FROM inbox WHERE event_id = ?", row -> row.intValue("n"), id)
        .orElseThrow();
  }

  private double counted(String meter, String group) {
    return registry.get(meter).tag("group", group).counter().count();
  }
}
