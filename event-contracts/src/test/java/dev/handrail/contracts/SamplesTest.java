package dev.handrail.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden samples of tickets are what the schemas say, in every field. */
class SamplesTest {
  private final Contracts contracts = Contracts.of("ticket-events");

  static Set<String> samples() {
    return ContractFiles.eventsWithSample("ticket-events");
  }

  @Test
  void every_event_has_a_schema_and_a_sample() {
    assertThat(ContractFiles.eventsWithSample())
        .hasSizeGreaterThanOrEqualTo(11)
        .isEqualTo(ContractFiles.eventsWithSchema());
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
  void headers_are_those_of_a_cloud_event_about_its_ticket(String event) {
    JsonNode sample = contracts.sample(event);
    JsonNode headers = sample.get("headers");

    assertThat(contracts.problemsOfHeaders(headers)).isEmpty();
    assertThat(headers.get("ce_type").asText()).isEqualTo("handrail." + event);
    assertThat(sample.get("key").asText())
        .isEqualTo(headers.get("ce_subject").asText())
        .isEqualTo(sample.at("/data/ticket/id").asText());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_field_too_many_is_taken_by_a_reader_but_not_from_a_publisher(String event) {
    JsonNode data = contracts.sample(event).get("data");
    ((ObjectNode) data.get("ticket")).put("subject", "names and texts stay out of events");

    assertThat(contracts.problems(event, data)).isEmpty();
    assertThat(contracts.problemsOfPublisher(event, data)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void each_required_field_of_the_ticket_is_missed(String event) {
    JsonNode whole = contracts.sample(event).get("data");

    whole
        .get("ticket")
        .fieldNames()
        .forEachRemaining(
            field -> {
              JsonNode without = whole.deepCopy();
              ((ObjectNode) without.get("ticket")).remove(field);
              assertThat(contracts.problems(event, without)).as(field).isNotEmpty();
            });
  }

  @Test
  void a_wrong_value_is_seen() {
    JsonNode data = contracts.sample("TicketCreated.v1").get("data");
    ((ObjectNode) data.get("ticket")).put("status", "on_hold");

    assertThat(contracts.problems("TicketCreated.v1", data)).isNotEmpty();
  }

  @Test
  void a_header_that_is_no_part_of_the_contract_is_seen() {
    JsonNode headers = contracts.sample("TicketCreated.v1").get("headers");
    ((ObjectNode) headers).put("ce_customername", "Ada");

    assertThat(contracts.problemsOfHeaders(headers)).isNotEmpty();
  }
}
