package dev.handrail.notification.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.notification.domain.Actor;
import dev.handrail.notification.domain.ActorKind;
import dev.handrail.notification.domain.AgentEvent;
import dev.handrail.notification.domain.AgentFacts;
import dev.handrail.notification.domain.AgentNews;
import dev.handrail.notification.domain.DepartmentFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what agent-service says, and nothing that only looks like it. */
class AgentEventJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UUID ID = UUID.fromString("019a0b5e-7c00-7a11-8b22-000000000007");
  private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");

  private static final String AGENT =
      """
      {"agent": {"id": "%s", "role": "support_agent", "status": "approved",
         "apps": ["bookings", "*"], "department": "technical", "version": 4, "later": {"a": 1}},
       "actor": {"id": "root", "kind": "admin"}, "detail": {}}"""
          .formatted(ID);

  private static final String DEPARTMENT =
      """
      {"department": {"key": "technical", "active": true, "leads": ["%s"], "version": 2},
       "actor": {"id": "root", "kind": "admin"}, "detail": {"changed": ["leads"]}}"""
          .formatted(ID);

  @ParameterizedTest
  @CsvSource({
    "AgentRegistered, REGISTERED",
    "AgentApproved, APPROVED",
    "AgentRejected, REJECTED",
    "AvailabilityChanged, OTHER",
    "SomethingNew, OTHER"
  })
  void every_event_says_who_the_agent_is(String type, AgentEvent happened) {
    assertThat(AgentEventJson.agent(event(type, ID.toString(), json(AGENT))))
        .isEqualTo(
            new AgentNews(
                new AgentFacts(
                    ID, "support_agent", "approved", "technical", List.of("bookings", "*"), 4),
                new Actor("root", ActorKind.STAFF),
                happened,
                9,
                AT));
  }

  static List<String> samples() throws IOException {
    Path contracts =
        Path.of("..", "event-contracts", "src", "main", "resources", "contracts", "agent-events");
    try (Stream<Path> files = Files.list(contracts)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".v1.sample.json"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void every_sample_of_the_contract_is_read(String file) throws IOException {
    JsonNode sample = JSON.readTree(Files.readString(Path.of(file)));
    String type = sample.at("/headers/ce_type").asText();
    JsonNode data = sample.get("data");
    IncomingEvent event =
        new IncomingEvent(
            UUID.randomUUID(),
            "/handrail/agent-service",
            type,
            sample.get("key").asText(),
            9,
            AT,
            data);
    assertThat(AgentEventsConsumer.TYPES).contains(type);
    if (type.equals(AgentEventJson.DEPARTMENT_CHANGED)) {
      DepartmentFacts read = AgentEventJson.department(event);
      assertThat(read.key()).isEqualTo(data.at("/department/key").asText());
      assertThat(read.leads()).hasSize(data.at("/department/leads").size());
    } else {
      AgentFacts read = AgentEventJson.agent(event).agent();
      assertThat(read.id().toString()).isEqualTo(data.at("/agent/id").asText());
      assertThat(read.status()).isEqualTo(data.at("/agent/status").asText());
      assertThat(read.apps()).hasSize(data.at("/agent/apps").size());
    }
  }

  @Test
  void every_event_of_the_contract_is_heard_and_no_other() throws IOException {
    assertThat(samples()).hasSameSizeAs(AgentEventsConsumer.TYPES);
  }

  @Test
  void an_agent_may_be_of_no_department() {
    ObjectNode data = json(AGENT);
    ((ObjectNode) data.get("agent")).putNull("department");
    assertThat(AgentEventJson.agent(event("AgentApproved", ID.toString(), data)).agent())
        .extracting(AgentFacts::department)
        .isNull();
  }

  @Test
  void a_department_names_its_leads() {
    assertThat(
            AgentEventJson.department(
                event("DepartmentChanged", "department/technical", json(DEPARTMENT))))
        .isEqualTo(new DepartmentFacts("technical", List.of(ID), 9));
  }

  @ParameterizedTest
  @CsvSource({
    "/agent/id, 7",
    "/agent/id, {}",
    "/agent/role, Admin'--",
    "/agent/status, null",
    "/agent/department, Technical",
    "/agent/apps, bookings",
    "/agent/version, four",
    "/actor/id, null"
  })
  void an_agent_that_is_none_is_malformed(String pointer, String value) {
    ObjectNode data = json(AGENT);
    set(data, pointer, value);
    IncomingEvent event = event("AgentApproved", ID.toString(), data);
    assertThatThrownBy(() -> AgentEventJson.agent(event)).isInstanceOf(MalformedEvent.class);
  }

  @Test
  void an_event_under_anothers_key_is_malformed() {
    IncomingEvent agent = event("AgentApproved", UUID.randomUUID().toString(), json(AGENT));
    assertThatThrownBy(() -> AgentEventJson.agent(agent)).isInstanceOf(MalformedEvent.class);
    IncomingEvent department = event("DepartmentChanged", "department/billing", json(DEPARTMENT));
    assertThatThrownBy(() -> AgentEventJson.department(department))
        .isInstanceOf(MalformedEvent.class);
  }

  @Test
  void a_department_led_by_no_id_is_malformed() {
    ObjectNode data = json(DEPARTMENT);
    ((ObjectNode) data.get("department")).putArray("leads").add("ann");
    IncomingEvent event = event("DepartmentChanged", "department/technical", data);
    assertThatThrownBy(() -> AgentEventJson.department(event)).isInstanceOf(MalformedEvent.class);
  }

  private static void set(ObjectNode data, String pointer, String value) {
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) data.at(pointer.substring(0, slash));
    String field = pointer.substring(slash + 1);
    switch (value) {
      case "null" -> parent.putNull(field);
      case "{}" -> parent.putObject(field);
      default -> parent.put(field, value);
    }
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static IncomingEvent event(String type, String key, JsonNode data) {
    return new IncomingEvent(
        UUID.randomUUID(), "/handrail/agent-service", "handrail." + type + ".v1", key, 9, AT, data);
  }
}
