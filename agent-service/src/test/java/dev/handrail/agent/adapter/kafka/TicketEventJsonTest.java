package dev.handrail.agent.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.agent.domain.figures.Promise;
import dev.handrail.agent.domain.figures.TicketNews;
import dev.handrail.agent.domain.figures.TicketState;
import dev.handrail.agent.domain.figures.TicketState.Standing;
import dev.handrail.agent.domain.figures.TicketState.Urgency;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the golden samples, all of them, and nothing that only looks like an event. */
class TicketEventJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UUID TICKET = UUID.fromString("019a0b5e-7c00-7a11-8b22-000000000001");

  static List<String> samples() {
    JsonNode released = resource("released.json");
    return StreamSupport.stream(((Iterable<String>) released::fieldNames).spliterator(), false)
        .filter(name -> name.startsWith("ticket-events/") && name.endsWith(".sample.json"))
        .toList();
  }

  @Test
  void every_event_of_the_contract_counts() {
    assertThat(samples().stream().map(s -> type(resource(s))).collect(Collectors.toSet()))
        .isEqualTo(TicketEventJson.TYPES);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void every_sample_is_read(String file) {
    JsonNode sample = resource(file);
    TicketNews news = TicketEventJson.read(event(sample));
    assertThat(news.ticket()).isEqualTo(TICKET);
    assertThat(news.sequence()).isEqualTo(sample.at("/headers/ce_sequence").asLong());
    assertThat(news.at()).isEqualTo(Instant.parse(sample.at("/headers/ce_time").asText()));
    assertThat(news.rated()).isEqualTo(file.contains("TicketRated"));
    assertThat(news.state().deleted()).isEqualTo(file.contains("TicketDeleted"));
    String kind = sample.at("/data/actor/kind").asText();
    assertThat(news.staff())
        .isEqualTo(
            kind.equals("support_agent") || kind.equals("admin")
                ? sample.at("/data/actor/id").asText()
                : null);
  }

  @Test
  void a_rating_in_full() {
    assertThat(TicketEventJson.read(event(resource("ticket-events/TicketRated.v1.sample.json"))))
        .isEqualTo(
            new TicketNews(
                TICKET,
                17,
                Instant.parse("2026-11-21T12:00:00Z"),
                new TicketState(
                    "bookings",
                    "technical",
                    Standing.RESOLVED,
                    Urgency.URGENT,
                    "agent-7",
                    new Promise(
                        Instant.parse("2026-11-21T09:30:00Z"),
                        false,
                        Instant.parse("2026-11-21T09:10:00Z")),
                    new Promise(
                        Instant.parse("2026-11-21T11:30:00Z"),
                        false,
                        Instant.parse("2026-11-21T11:20:00Z")),
                    5,
                    Instant.parse("2026-11-21T09:00:00Z"),
                    Instant.parse("2026-11-21T11:20:00Z"),
                    null,
                    false),
                null,
                true));
  }

  @Test
  void values_of_a_later_revision_are_taken_as_far_as_they_are_understood() {
    JsonNode sample = resource("ticket-events/TicketCreated.v1.sample.json").deepCopy();
    ObjectNode ticket = (ObjectNode) sample.at("/data/ticket");
    ticket.put("status", "on_the_moon").put("priority", "beyond").put("more", 1);
    ((ObjectNode) sample.at("/data/ticket/sla/resolution")).put("state", "breached");
    TicketState state = TicketEventJson.read(event(sample)).state();
    assertThat(state.standing()).isEqualTo(Standing.ACTIVE);
    assertThat(state.urgency()).isEqualTo(Urgency.MEDIUM);
    assertThat(state.resolution().breached()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/data/ticket/id",
        "/data/ticket/app",
        "/data/ticket/department",
        "/data/ticket/status",
        "/data/ticket/priority",
        "/data/ticket/assigneeId",
        "/data/ticket/rating",
        "/data/ticket/createdAt",
        "/data/ticket/resolvedAt",
        "/data/ticket/closedAt",
        "/data/ticket/sla/firstResponse/dueAt",
        "/data/ticket/sla/firstResponse/state",
        "/data/ticket/sla/resolution/at",
        "/data/actor/kind"
      })
  void what_is_missing_or_of_another_kind_is_malformed(String pointer) {
    int cut = pointer.lastIndexOf('/');
    String parent = pointer.substring(0, cut);
    String field = pointer.substring(cut + 1);
    JsonNode without = resource("ticket-events/TicketRated.v1.sample.json").deepCopy();
    ((ObjectNode) without.at(parent)).remove(field);
    assertThatThrownBy(() -> TicketEventJson.read(event(without)))
        .isInstanceOf(MalformedEvent.class);
    JsonNode odd = resource("ticket-events/TicketRated.v1.sample.json").deepCopy();
    ((ObjectNode) odd.at(parent)).putArray(field);
    assertThatThrownBy(() -> TicketEventJson.read(event(odd))).isInstanceOf(MalformedEvent.class);
  }

  @Test
  void values_out_of_their_range_are_malformed() {
    for (int stars : new int[] {0, 6}) {
      JsonNode sample = resource("ticket-events/TicketRated.v1.sample.json").deepCopy();
      ((ObjectNode) sample.at("/data/ticket")).put("rating", stars);
      assertThatThrownBy(() -> TicketEventJson.read(event(sample)))
          .isInstanceOf(MalformedEvent.class);
    }
    for (String id : List.of("", "a\u0000b", "x".repeat(256))) {
      JsonNode sample = resource("ticket-events/TicketRated.v1.sample.json").deepCopy();
      ((ObjectNode) sample.at("/data/ticket")).put("assigneeId", id);
      assertThatThrownBy(() -> TicketEventJson.read(event(sample)))
          .isInstanceOf(MalformedEvent.class);
    }
    JsonNode foreign = resource("ticket-events/TicketRated.v1.sample.json").deepCopy();
    ((ObjectNode) foreign).put("key", UUID.randomUUID().toString());
    assertThatThrownBy(() -> TicketEventJson.read(event(foreign)))
        .isInstanceOf(MalformedEvent.class);
  }

  private static String type(JsonNode sample) {
    return sample.at("/headers/ce_type").asText();
  }

  private static IncomingEvent event(JsonNode sample) {
    return new IncomingEvent(
        UUID.fromString(sample.at("/headers/ce_id").asText()),
        sample.at("/headers/ce_source").asText(),
        type(sample),
        sample.get("key").asText(),
        sample.at("/headers/ce_sequence").asLong(),
        Instant.parse(sample.at("/headers/ce_time").asText()),
        sample.get("data"));
  }

  private static JsonNode resource(String name) {
    try (InputStream file = TicketEventJsonTest.class.getResourceAsStream("/contracts/" + name)) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
