package dev.handrail.ticket.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.ticket.application.NoteAgents;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.routing.AccountStatus;
import dev.handrail.ticket.domain.routing.Availability;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import dev.handrail.ticket.domain.routing.ListedAgent;
import dev.handrail.ticket.domain.routing.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the golden samples of agent-service's events, and nothing that only looks like one. */
class AgentEventJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String AVAILABLE = "agent-events/AvailabilityChanged.v1.sample.json";
  private static final String DEPARTMENT = "agent-events/DepartmentChanged.v1.sample.json";

  static List<String> samples() {
    return StreamSupport.stream(
            ((Iterable<String>) resource("released.json")::fieldNames).spliterator(), false)
        .filter(name -> name.startsWith("agent-events/") && name.endsWith(".sample.json"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void every_sample_is_read_whole(String file) {
    JsonNode sample = resource(file);
    JsonNode agent = sample.at("/data/agent");
    NoteAgents.Command command = AgentEventJson.read(event(sample)).orElseThrow();

    assertThat(command.sequence()).isEqualTo(sample.at("/headers/ce_sequence").asLong());
    if (command instanceof NoteAgents.OfAgent(ListedAgent read, long _)) {
      assertThat(read.id()).isEqualTo(sample.get("key").asText());
      assertThat(read.role().wire()).isEqualTo(agent.get("role").asText());
      assertThat(read.status().wire()).isEqualTo(agent.get("status").asText());
      assertThat(read.apps()).isEqualTo(texts(agent.get("apps")));
      assertThat(read.department()).isEqualTo(agent.get("department").asText());
      assertThat(read.specializations()).isEqualTo(texts(agent.get("specializations")));
      assertThat(read.languages()).isEqualTo(texts(agent.get("languages")));
      assertThat(read.permissions().stream().map(Wire::wire).collect(Collectors.toSet()))
          .isEqualTo(texts(agent.get("permissions")));
      assertThat(read.capacity()).isEqualTo(agent.get("capacity").asInt());
      assertThat(read.availability().wire()).isEqualTo(agent.get("availability").asText());
      assertThat(read.availableSince())
          .isEqualTo(Instant.parse(agent.get("availabilitySince").asText()));
      assertThat(read.profileVersion()).isEqualTo(agent.get("profileVersion").asLong());
    } else {
      assertThat(file).isEqualTo(DEPARTMENT);
    }
  }

  @Test
  void a_departments_rules_are_read() {
    ObjectNode sample = (ObjectNode) resource(DEPARTMENT);
    assertThat(read(sample))
        .isEqualTo(
            new NoteAgents.OfDepartment(
                new DepartmentRules("technical", Strategy.SKILL_BASED, Duration.ofMinutes(15)),
                sample.at("/headers/ce_sequence").asLong()));
    ((ObjectNode) sample.at("/data/department")).putNull("giveBackAfter").put("strategy", "by_age");
    assertThat(read(sample))
        .isEqualTo(
            new NoteAgents.OfDepartment(
                new DepartmentRules("technical", Strategy.SKILL_BASED, null),
                sample.at("/headers/ce_sequence").asLong()));
  }

  @Test
  void values_of_a_later_revision_are_taken_as_the_contract_says() {
    ObjectNode sample = (ObjectNode) resource(AVAILABLE);
    ObjectNode agent = (ObjectNode) sample.at("/data/agent");
    agent.put("status", "on_leave").put("availability", "in_a_call").put("surprise", "canary");
    agent.withArray("permissions").add("fly");
    ListedAgent read = ((NoteAgents.OfAgent) read(sample)).agent();
    assertThat(read.status()).isEqualTo(AccountStatus.SUSPENDED);
    assertThat(read.availability()).isEqualTo(Availability.AWAY);
    assertThat(read.role()).isEqualTo(Role.SUPPORT_AGENT);
  }

  @Test
  void an_unknown_type_is_passed_over() {
    JsonNode sample = resource(AVAILABLE);
    ((ObjectNode) sample.get("headers")).put("ce_type", "handrail.AgentPromoted.v1");
    assertThat(AgentEventJson.read(event(sample))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "role",
        "status",
        "apps",
        "department",
        "specializations",
        "languages",
        "permissions",
        "capacity",
        "availability",
        "availabilitySince",
        "profileVersion"
      })
  void a_missing_or_crooked_field_is_malformed(String field) {
    ObjectNode sample = (ObjectNode) resource(AVAILABLE);
    ObjectNode agent = (ObjectNode) sample.at("/data/agent");
    agent.remove(field);
    assertMalformed(sample);
    agent.putObject(field);
    assertMalformed(sample);
    agent.put(field, "no such \u0007 thing");
    assertMalformed(sample);
  }

  @ParameterizedTest
  @CsvSource({"role,customer", "department,Technical", "id,another"})
  void so_is_what_the_contract_does_not_have(String field, String value) {
    ObjectNode sample = (ObjectNode) resource(AVAILABLE);
    ((ObjectNode) sample.at("/data/agent")).put(field, value);
    assertMalformed(sample);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a while", "PT-5M", "15"})
  void and_a_period_that_is_none(String value) {
    ObjectNode sample = (ObjectNode) resource(DEPARTMENT);
    ((ObjectNode) sample.at("/data/department")).put("giveBackAfter", value);
    assertMalformed(sample);
  }

  private static void assertMalformed(JsonNode sample) {
    assertThatThrownBy(() -> AgentEventJson.read(event(sample))).isInstanceOf(MalformedEvent.class);
  }

  private static NoteAgents.Command read(JsonNode sample) {
    return AgentEventJson.read(event(sample)).orElseThrow();
  }

  private static IncomingEvent event(JsonNode sample) {
    JsonNode headers = sample.get("headers");
    return new IncomingEvent(
        UUID.fromString(headers.get("ce_id").asText()),
        headers.get("ce_source").asText(),
        headers.get("ce_type").asText(),
        sample.get("key").asText(),
        headers.get("ce_sequence").asLong(),
        Instant.parse(headers.get("ce_time").asText()),
        sample.get("data"));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode resource(String file) {
    try (InputStream in = AgentEventJsonTest.class.getResourceAsStream("/contracts/" + file)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
