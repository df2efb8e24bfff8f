package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.Api.AGENTS;
import static dev.handrail.agent.adapter.rest.Api.ME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.agent.Accounts;
import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Availability, dashboard and figures as an agent and who manages agents see them. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class OwnWorkTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Inject Accounts accounts;
  @Inject Sql sql;

  private Person approved() {
    return Api.agent(accounts.in(AccountStatus.APPROVED).toString());
  }

  @Test
  void an_agent_says_how_it_can_be_reached_and_everybody_hears_it_once() {
    Person ada = approved();
    try (KafkaProbe kafka = KafkaProbe.fromNow(Infrastructure.kafka(), "agent-events")) {
      ada.put(ME + "/availability", Map.of("status", "available"))
          .then()
          .statusCode(200)
          .body("status", equalTo("available"));
      ada.put(ME + "/availability", Map.of("status", "available")).then().statusCode(200);
      ada.put(ME + "/availability", Map.of("status", "away")).then().statusCode(200);

      List<String> told =
          kafka
              .await(
                  SOON,
                  "two changes",
                  seen -> seen.stream().filter(s -> ada.id().equals(s.key())).count() >= 2)
              .stream()
              .filter(s -> ada.id().equals(s.key()))
              .map(s -> s.type() + detail(s.value()))
              .toList();
      assertThat(told)
          .containsExactly(
              "handrail.AvailabilityChanged.v1{\"from\":\"offline\",\"to\":\"available\",\"cause\":\"by_hand\"}",
              "handrail.AvailabilityChanged.v1{\"from\":\"available\",\"to\":\"away\",\"cause\":\"by_hand\"}");
    }
    assertThat(ada.reads(ME).getString("availability")).isEqualTo("away");
    assertThat(Api.admin().reads(AGENTS + "/" + ada.id()).getString("availability"))
        .isEqualTo("away");
  }

  private static String detail(String value) {
    try {
      return JSON.readTree(value).get("detail").toString();
    } catch (IOException e) {
      throw new AssertionError(value, e);
    }
  }

  @Test
  void it_is_no_new_version_of_the_account() {
    Person ada = approved();
    String before = ada.get(ME).header("ETag");
    ada.put(ME + "/availability", Map.of("status", "busy")).then().statusCode(200);
    assertThat(ada.get(ME).header("ETag")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"status\": null}",
        "{\"status\": \"AVAILABLE\"}",
        "{\"status\": \"asleep\"}",
        "{\"status\": \"\"}"
      })
  void a_bad_status_is_named(String body) {
    approved()
        .calls()
        .body(body)
        .put(ME + "/availability")
        .then()
        .statusCode(400)
        .body("errors.field", contains("status"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\": \"busy\", \"since\": 1}", "[]", "{", "null", "\"busy\""})
  void a_body_that_is_none_is_refused(String body) {
    approved().calls().body(body).put(ME + "/availability").then().statusCode(400);
  }

  @Test
  void who_is_not_approved_is_not_available() {
    Person bea = Api.agent(accounts.in(AccountStatus.SUSPENDED).toString());
    bea.put(ME + "/availability", Map.of("status", "available")).then().statusCode(403);
    Person pia = Api.agent(accounts.in(AccountStatus.PENDING).toString());
    pia.put(ME + "/availability", Map.of("status", "available")).then().statusCode(403);
  }

  @Test
  void a_request_is_a_sign_of_life_for_its_caller_alone() {
    Person ada = approved();
    Person bob = approved();
    Instant unseen = aliveUntil(ada);
    Api.admin().reads(AGENTS + "/" + ada.id());
    Api.customer().get(AGENTS + "/" + ada.id()).then().statusCode(403);
    bob.reads(AGENTS + "/" + ada.id());
    assertThat(aliveUntil(ada)).isEqualTo(unseen);
    assertThat(aliveUntil(bob)).isAfter(unseen);
    ada.reads(ME);
    Instant seen = aliveUntil(ada);
    assertThat(seen).isAfter(unseen);
    ada.reads(ME + "/dashboard");
    assertThat(aliveUntil(ada)).as("not with each request").isEqualTo(seen);
    assertThat(ada.reads(ME).getString("availability")).isEqualTo("offline");
  }

  private Instant aliveUntil(Person person) {
    return sql.first(
            "SELECT alive_until FROM availability WHERE agent_id = ?",
            row -> row.instant("alive_until"),
            UUID.fromString(person.id()))
        .orElseThrow();
  }

  @Test
  void a_dashboard_without_any_tickets() {
    approved()
        .get(ME + "/dashboard")
        .then()
        .statusCode(200)
        .body("assigned.count", equalTo(0))
        .body("assigned.capped", equalTo(false))
        .body("assigned.ids.size()", equalTo(0))
        .body("workload.open", equalTo(0))
        .body("workload.capacity", equalTo(5))
        .body("performance.handled", equalTo(0))
        .body("performance.firstResponse.mean", nullValue())
        .body("performance.slaCompliance", nullValue());
  }

  /** From the golden samples, through Kafka and PostgreSQL, to what is read; twice and reversed. */
  @Test
  void figures_follow_the_events_of_tickets() throws Exception {
    Person ada = approved();
    UUID ticket = UuidV7.next();
    UUID waiting = UuidV7.next();
    List<ProducerRecord<String, String>> life =
        List.of(
            sample("TicketCreated", ticket, ada.id()),
            sample("TicketAssigned", ticket, ada.id()),
            sample("MessagePosted", ticket, ada.id()),
            sample("TicketRated", ticket, ada.id()),
            sample("TicketClosed", ticket, ada.id()),
            sample("TicketCreated", waiting, ada.id()));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Infrastructure.kafka()),
            new StringSerializer(),
            new StringSerializer())) {
      send(producer, life.reversed());
      send(producer, life);
    }

    JsonPath dashboard =
        Eventually.value(
            SOON,
            "the answer is counted",
            () -> ada.reads(ME + "/dashboard"),
            d ->
                d.getInt("performance.firstResponse.count") == 1
                    && d.getList("unassigned.ids").contains(waiting.toString()));
    assertThat(dashboard.getInt("performance.open")).isZero();
    assertThat(dashboard.getInt("performance.handled")).isEqualTo(1);
    assertThat(dashboard.getInt("performance.closed")).isEqualTo(1);
    assertThat(dashboard.getInt("performance.firstResponse.mean")).isEqualTo(600);
    assertThat(dashboard.getInt("performance.resolution.mean")).isEqualTo(8_400);
    assertThat(dashboard.getFloat("performance.rating.mean")).isEqualTo(5f);
    assertThat(dashboard.getInt("performance.sla.met")).isEqualTo(2);
    assertThat(dashboard.getFloat("performance.slaCompliance")).isEqualTo(1f);
    Map<String, Object> seenByAdmin =
        Api.admin().reads(AGENTS + "/" + ada.id() + "/performance").getMap("");
    assertThat(seenByAdmin).isEqualTo(dashboard.getMap("performance"));
    Person bob = approved();
    bob.get(AGENTS + "/" + ada.id() + "/performance").then().statusCode(403);
    assertThat(bob.reads(ME + "/dashboard").getInt("performance.handled")).isZero();
  }

  private static void send(
      KafkaProducer<String, String> producer, List<ProducerRecord<String, String>> records)
      throws InterruptedException, ExecutionException {
    for (ProducerRecord<String, String> record : records) {
      producer
          .send(
              new ProducerRecord<>(
                  record.topic(), null, record.key(), record.value(), record.headers()))
          .get();
    }
  }

  private static ProducerRecord<String, String> sample(String type, UUID ticket, String agent)
      throws IOException {
    try (InputStream file =
        OwnWorkTest.class.getResourceAsStream(
            "/contracts/ticket-events/" + type + ".v1.sample.json")) {
      JsonNode sample =
          JSON.readTree(
              new String(file.readAllBytes(), StandardCharsets.UTF_8)
                  .replace("019a0b5e-7c00-7a11-8b22-000000000001", ticket.toString())
                  .replace("agent-7", agent));
      ((ObjectNode) sample.get("headers")).put("ce_id", UuidV7.next().toString());
      ProducerRecord<String, String> record =
          new ProducerRecord<>("ticket-events", ticket.toString(), sample.get("data").toString());
      sample
          .get("headers")
          .properties()
          .forEach(
              h ->
                  record
                      .headers()
                      .add(h.getKey(), h.getValue().asText().getBytes(StandardCharsets.UTF_8)));
      return record;
    }
  }
}
