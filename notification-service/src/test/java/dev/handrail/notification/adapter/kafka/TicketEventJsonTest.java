package dev.handrail.notification.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.notification.domain.Actor;
import dev.handrail.notification.domain.ActorKind;
import dev.handrail.notification.domain.TicketEvent;
import dev.handrail.notification.domain.TicketFacts;
import dev.handrail.notification.domain.TicketNews;
import dev.handrail.notification.domain.TicketStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the golden samples, all of them, and nothing that only looks like an event. */
class TicketEventJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UUID TICKET = UUID.fromString("019a0b5e-7c00-7a11-8b22-000000000001");

  /** What nobody is told of: it matters to who counts. */
  private static final Set<String> NO_NEWS =
      Set.of("handrail.PriorityChanged.v1", "handrail.SlaTargetsSet.v1", "handrail.SlaMet.v1");

  /** What each sample says, in our words. */
  private static final Map<String, TicketEvent> MEANINGS = meanings();

  static List<String> samples() {
    JsonNode released = resource("released.json");
    return StreamSupport.stream(((Iterable<String>) released::fieldNames).spliterator(), false)
        .filter(name -> name.startsWith("ticket-events/") && name.endsWith(".sample.json"))
        .filter(name -> !NO_NEWS.contains(type(resource(name))))
        .toList();
  }

  @Test
  void what_is_no_news_to_anybody_is_passed_over() {
    assertThat(NO_NEWS)
        .allSatisfy(
            type -> {
              String name = type.replaceAll("handrail\\.", "") + ".sample.json";
              assertThat(TicketEventJson.read(event(resource("ticket-events/" + name)))).isEmpty();
            });
  }

  @Test
  void every_sample_of_the_contract_has_a_meaning_here() {
    assertThat(samples().stream().map(s -> type(resource(s))))
        .hasSize(16)
        .containsExactlyInAnyOrderElementsOf(MEANINGS.keySet());
    assertThat(MEANINGS.values().stream().map(Object::getClass))
        .containsExactlyInAnyOrder(TicketEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void every_sample_is_read(String file) {
    JsonNode sample = resource(file);
    JsonNode ticket = sample.at("/data/ticket");

    assertThat(TicketEventJson.read(event(sample)))
        .contains(
            new TicketNews(
                new TicketFacts(
                    TICKET,
                    "BKG-000123",
                    "bookings",
                    ticket.get("department").asText(),
                    new TicketStatus(ticket.get("status").asText()),
                    "42",
                    ticket.get("assigneeId").isNull() ? null : "agent-7",
                    List.of(),
                    ticket.get("version").asLong()),
                new Actor(
                    sample.at("/data/actor/id").asText(),
                    switch (sample.at("/data/actor/kind").asText()) {
                      case "customer" -> ActorKind.CUSTOMER;
                      case "system" -> ActorKind.PROGRAM;
                      default -> ActorKind.STAFF;
                    }),
                MEANINGS.get(type(sample)),
                Instant.parse(sample.at("/headers/ce_time").asText())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_later_revision_with_more_fields_is_read_the_same(String file) {
    JsonNode sample = resource(file);
    var before = TicketEventJson.read(event(sample));
    for (String part : List.of("ticket", "actor", "detail")) {
      ((ObjectNode) sample.get("data").get(part)).putObject("surprise").put("text", "canary");
    }

    assertThat(TicketEventJson.read(event(sample))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ticket/id",
        "/ticket/number",
        "/ticket/app",
        "/ticket/status",
        "/ticket/customer/id",
        "/ticket/assigneeId",
        "/ticket/version",
        "/actor/id",
        "/actor/kind",
        "/detail/to",
        "/detail/from"
      })
  void what_is_missing_or_of_another_type_makes_it_malformed(String path) {
    assertMalformed("TicketAssigned", path, null);
    assertMalformed("TicketAssigned", path, "true");
    assertMalformed("TicketAssigned", path, "{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ticket/id|\"not-an-id\"",
        "/ticket/id|\"1-2-3-4-5\"",
        "/ticket/id|\"019a0b5e-7c00-7a11-8b22-00000000ffff\"",
        "/ticket/number|\"<b>BKG</b>-000123\"",
        "/ticket/number|\"BKG-1\"",
        "/ticket/app|\"Bookings\"",
        "/ticket/status|\"<script>\"",
        "/ticket/customer/id|\"\"",
        "/ticket/customer/id|\"4\\u00002\"",
        "/ticket/version|1.5",
        "/ticket/version|99999999999999999999",
        "/actor/id|\"\\ud800\""
      })
  void hostile_values_make_it_malformed(String pathAndValue) {
    String[] both = pathAndValue.split("\\|", 2);
    assertMalformed("TicketCreated", both[0], both[1]);
  }

  @Test
  void an_id_that_is_too_long_makes_it_malformed() {
    assertMalformed("TicketCreated", "/ticket/customer/id", "\"" + "4".repeat(256) + "\"");
    JsonNode sample = resource("ticket-events/TicketCreated.v1.sample.json");
    set(sample, "/ticket/customer/id", "\"" + "4".repeat(255) + "\"");
    assertThat(TicketEventJson.read(event(sample))).isPresent();
  }

  @Test
  void who_follows_the_ticket_is_read_where_it_is_told() {
    assertThat(watchers("[]")).isEmpty();
    assertThat(watchers("[\"agent-7\", \"agent-8\"]")).containsExactly("agent-7", "agent-8");
    for (String wrong :
        List.of("null", "\"agent-7\"", "{}", "[null]", "[7]", "[[\"a\"]]", "[\"\"]")) {
      assertThatThrownBy(() -> watchers(wrong)).as(wrong).isInstanceOf(MalformedEvent.class);
    }
  }

  private static List<String> watchers(String json) {
    JsonNode sample = resource("ticket-events/StatusChanged.v1.sample.json");
    ((ObjectNode) sample.at("/data/ticket")).putNull("watcherIds");
    set(sample, "/ticket/watcherIds", json);
    return TicketEventJson.read(event(sample)).orElseThrow().ticket().watcherIds();
  }

  @Test
  void whatever_is_not_said_to_be_public_is_internal() {
    for (String visibility : List.of("internal", "PUBLIC", "participants", "")) {
      JsonNode sample = resource("ticket-events/MessagePosted.v1.sample.json");
      set(sample, "/detail/visibility", "\"" + visibility + "\"");

      assertThat(TicketEventJson.read(event(sample)).orElseThrow().event())
          .isEqualTo(new TicketEvent.MessagePosted(false, ActorKind.STAFF));
    }
    assertMalformed("MessagePosted", "/detail/visibility", null);
  }

  @Test
  void who_had_it_before_an_escalation_is_read_with_its_end() {
    for (String name : List.of("TicketResolved", "TicketClosed")) {
      JsonNode sample = resource("ticket-events/" + name + ".v1.sample.json");
      ObjectNode detail = (ObjectNode) sample.at("/data/detail");
      detail.putArray("formerAssigneeIds").add("agent-1").add("agent-2");
      assertThat(TicketEventJson.read(event(sample)).orElseThrow().event())
          .isEqualTo(
              name.equals("TicketResolved")
                  ? new TicketEvent.Resolved(List.of("agent-1", "agent-2"))
                  : new TicketEvent.Closed(List.of("agent-1", "agent-2")));

      for (JsonNode bad :
          List.of(
              JSON.getNodeFactory().nullNode(),
              JSON.getNodeFactory().textNode("agent-1"),
              JSON.createArrayNode().add(7),
              JSON.createArrayNode().add(""),
              JSON.createArrayNode().add("a\u0000"),
              JSON.valueToTree(java.util.Collections.nCopies(101, "agent")))) {
        detail.set("formerAssigneeIds", bad);
        IncomingEvent event = event(sample);
        assertThatThrownBy(() -> TicketEventJson.read(event))
            .as(bad.toString())
            .isInstanceOf(MalformedEvent.class);
      }
    }
  }

  @Test
  void an_assignment_by_escalation_is_known_as_one() {
    JsonNode sample = resource("ticket-events/TicketAssigned.v1.sample.json");
    set(sample, "/detail/how", "\"escalated\"");
    assertThat(TicketEventJson.read(event(sample)).orElseThrow().event())
        .isEqualTo(new TicketEvent.Assigned(null, "agent-7", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "system", "robot"})
  void an_actor_that_is_no_person_is_a_program(String kind) {
    JsonNode sample = resource("ticket-events/TicketCreated.v1.sample.json");
    set(sample, "/actor/kind", "\"" + kind + "\"");

    assertThat(TicketEventJson.read(event(sample)).orElseThrow().actor().kind())
        .isEqualTo(ActorKind.PROGRAM);
  }

  @Test
  void a_type_that_is_not_known_is_passed_over_whatever_it_holds() {
    for (String type : List.of("handrail.TicketMerged.v1", "handrail.TicketCreated.v2")) {
      assertThat(
              TicketEventJson.read(
                  new IncomingEvent(
                      TICKET, "/handrail/x", type, "k", 1, Instant.EPOCH, JSON.createObjectNode())))
          .isEmpty();
    }
  }

  private static void assertMalformed(String name, String path, @Nullable String value) {
    JsonNode sample = resource("ticket-events/" + name + ".v1.sample.json");
    set(sample, path, value);
    IncomingEvent event = event(sample);

    assertThatThrownBy(() -> TicketEventJson.read(event))
        .as("%s = %s", path, value)
        .isInstanceOf(MalformedEvent.class);
  }

  /** Sets a field of the data to a JSON value, or takes it away. */
  private static void set(JsonNode sample, String path, @Nullable String value) {
    int slash = path.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) sample.get("data").at(path.substring(0, slash));
    String field = path.substring(slash + 1);
    assertThat(parent.has(field)).as(path).isTrue();
    if (value == null) {
      parent.remove(field);
    } else {
      try {
        parent.set(field, JSON.readTree(value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static IncomingEvent event(JsonNode sample) {
    JsonNode headers = sample.get("headers");
    return new IncomingEvent(
        UUID.fromString(headers.get("ce_id").asText()),
        headers.get("ce_source").asText(),
        type(sample),
        sample.get("key").asText(),
        headers.get("ce_sequence").asLong(),
        Instant.parse(headers.get("ce_time").asText()),
        sample.get("data"));
  }

  private static String type(JsonNode sample) {
    return sample.at("/headers/ce_type").asText();
  }

  private static JsonNode resource(String name) {
    try (InputStream in = TicketEventJsonTest.class.getResourceAsStream("/contracts/" + name)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, TicketEvent> meanings() {
    Map<String, TicketEvent> meanings = new TreeMap<>();
    Stream.of(
            new TicketEvent.Resolved(List.of()),
            new TicketEvent.Closed(List.of()),
            new TicketEvent.Rated(),
            new TicketEvent.Updated(),
            new TicketEvent.Deleted(),
            new TicketEvent.Created(),
            new TicketEvent.Assigned(null, "agent-7", false),
            new TicketEvent.Unassigned("agent-7"),
            new TicketEvent.Reopened("agent-7"),
            new TicketEvent.Escalated("agent-3", "agent-7"),
            new TicketEvent.Overdue())
        .forEach(
            event ->
                meanings.put("handrail.Ticket" + event.getClass().getSimpleName() + ".v1", event));
    meanings.put(
        "handrail.StatusChanged.v1",
        new TicketEvent.StatusChanged(new TicketStatus("open"), new TicketStatus("assigned")));
    meanings.put("handrail.SlaAtRisk.v1", new TicketEvent.SlaAtRisk());
    meanings.put("handrail.SlaBreached.v1", new TicketEvent.SlaBreached());
    meanings.put("handrail.RatingRequested.v1", new TicketEvent.RatingRequested());
    meanings.put("handrail.MessagePosted.v1", new TicketEvent.MessagePosted(true, ActorKind.STAFF));
    return meanings;
  }
}
