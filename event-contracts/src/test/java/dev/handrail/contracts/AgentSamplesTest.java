package dev.handrail.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden samples of agents and departments are what the schemas say, in every field. */
class AgentSamplesTest {
  private final Contracts contracts = Contracts.of("agent-events");

  static Set<String> samples() {
    return ContractFiles.eventsWithSample("agent-events");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void data_are_what_the_schema_says_and_nothing_more(String event) {
    JsonNode data = contracts.sample(event).get("data");

    assertThat(contracts.problems(event, data)).isEmpty();
    assertThat(contracts.problemsOfPublisher(event, data)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void headers_are_those_of_a_cloud_event_about_its_agent_or_department(String event) {
    JsonNode sample = contracts.sample(event);
    JsonNode headers = sample.get("headers");

    assertThat(contracts.problemsOfHeaders(headers)).isEmpty();
    assertThat(headers.get("ce_type").asText()).isEqualTo("handrail." + event);
    assertThat(sample.get("key").asText())
        .isEqualTo(headers.get("ce_subject").asText())
        .isEqualTo(
            sample.at("/data").has("agent")
                ? sample.at("/data/agent/id").asText()
                : "department/" + sample.at("/data/department/key").asText());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_name_or_an_address_is_not_taken_from_a_publisher(String event) {
    for (String field : List.of("name", "firstName", "email", "statusReason")) {
      JsonNode data = contracts.sample(event).get("data");
      facts(data).put(field, "names and texts stay out of events");

      assertThat(contracts.problems(event, data)).isEmpty();
      assertThat(contracts.problemsOfPublisher(event, data)).as(field).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_text_in_the_detail_is_not_taken_from_a_publisher(String event) {
    for (String field : List.of("reason", "token", "link")) {
      JsonNode data = contracts.sample(event).get("data");
      ((ObjectNode) data.get("detail")).put(field, "a secret");

      assertThat(contracts.problemsOfPublisher(event, data)).as(field).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void each_required_fact_is_missed(String event) {
    JsonNode whole = contracts.sample(event).get("data");

    facts(whole)
        .fieldNames()
        .forEachRemaining(
            field -> {
              JsonNode without = whole.deepCopy();
              facts(without).remove(field);
              assertThat(contracts.problems(event, without)).as(field).isNotEmpty();
            });
  }

  @Test
  void a_wrong_value_is_seen() {
    JsonNode data = contracts.sample("AgentApproved.v1").get("data");
    facts(data).put("status", "active");

    assertThat(contracts.problems("AgentApproved.v1", data)).isNotEmpty();
  }

  private static ObjectNode facts(JsonNode data) {
    return (ObjectNode) data.get(data.has("agent") ? "agent" : "department");
  }
}
