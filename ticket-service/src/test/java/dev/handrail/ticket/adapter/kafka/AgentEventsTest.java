package dev.handrail.ticket.adapter.kafka;

import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.application.NoteAgents;
import dev.handrail.ticket.domain.routing.Availability;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The picture of an agent follows its events, in whichever order and how often they come. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AgentEventsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<Availability> IN_TURN = List.of(Availability.values());

  @Inject NoteAgents note;
  @Inject Sql sql;

  @Test
  void events_from_the_broker_are_applied_once_and_the_newest_wins() throws Exception {
    UUID id = UuidV7.next();
    UUID newest = UuidV7.next();
    try (KafkaProducer<String, String> broker =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Infrastructure.kafka()),
            new StringSerializer(),
            new StringSerializer())) {
      send(broker, id, newest, 5, "busy");
      send(broker, id, UuidV7.next(), 3, "offline");
      send(broker, id, newest, 5, "available");
      send(broker, id, UuidV7.next(), 4, "away");
      UUID last = UuidV7.next();
      send(broker, last, UuidV7.next(), 1, "available");
      Eventually.until(
          Duration.ofSeconds(30), "both agents are known", () -> known(id) && known(last));
    }
    assertThat(availability(id.toString())).isEqualTo("busy 5");
  }

  /** As a replay of dead letters may bring them. */
  @Test
  void any_order_and_any_repetition_ends_the_same() {
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      String id = UuidV7.next().toString();
      List<Integer> sequences =
          IntStream.range(0, 24).mapToObj(i -> 1 + i % 8).collect(Collectors.toList());
      Collections.shuffle(sequences, random);
      for (int sequence : sequences) {
        note.handle(
            new NoteAgents.OfAgent(
                agent(id).is(IN_TURN.get(sequence % 4)).capacity(sequence).listed(), sequence));
      }
      assertThat(availability(id)).isEqualTo("available 8");
      assertThat(
              sql.first("SELECT capacity FROM agent WHERE id = ?", r -> r.intValue("capacity"), id))
          .contains(8);
    }
  }

  private boolean known(UUID id) {
    return sql.first(
            "SELECT sequence FROM agent WHERE id = ? AND listed AND sequence <> 3",
            row -> row.longValue("sequence"),
            id.toString())
        .isPresent();
  }

  private String availability(String id) {
    return sql.first(
            "SELECT availability || ' ' || sequence AS what FROM agent WHERE id = ? AND listed",
            row -> row.string("what"),
            id)
        .orElseThrow();
  }

  private static void send(
      KafkaProducer<String, String> broker, UUID agent, UUID event, long sequence, String is)
      throws IOException, InterruptedException, ExecutionException {
    try (InputStream in =
        AgentEventsTest.class.getResourceAsStream(
            "/contracts/agent-events/AvailabilityChanged.v1.sample.json")) {
      JsonNode sample = JSON.readTree(in);
      ((ObjectNode) sample.at("/data/agent")).put("id", agent.toString()).put("availability", is);
      ProducerRecord<String, String> record =
          new ProducerRecord<>(
              "agent-events", agent.toString(), JSON.writeValueAsString(sample.get("data")));
      ObjectNode headers = (ObjectNode) sample.get("headers");
      headers.put("ce_id", event.toString());
      headers.put("ce_subject", agent.toString());
      headers.put("ce_sequence", Long.toString(sequence));
      headers
          .properties()
          .forEach(
              h ->
                  record
                      .headers()
                      .add(h.getKey(), h.getValue().asText().getBytes(StandardCharsets.UTF_8)));
      broker.send(record).get();
    }
  }
}
