package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A ticket's life from its customer's first word to the end, as all sides meet it. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class LifeCycleTest {

  @Inject ObjectMapper json;

  @Test
  void a_ticket_lives_its_life() {
    Person cora = Api.customer("bookings");
    Person ada = Api.agent("bookings", "technical");
    String bootstrap = Infrastructure.kafka();

    try (KafkaProbe events = KafkaProbe.fromNow(bootstrap, "ticket-events")) {
      // Cora asks for help.
      JsonPath opened = cora.opens(Map.of("description", "The app shows a white page."));
      String id = opened.getString("id");
      String ticket = Api.TICKETS + "/" + id;
      assertThat(opened.getString("number")).matches("BKG-\\d{6,}");
      assertState(cora.reads(id), "open", null, 0);
      assertThat(opened.getString("department")).isEqualTo("technical");
      assertThat(opened.getString("sla.firstResponse.state")).isEqualTo("ok");
      assertThat(ada.reads(id).getInt("unreadCount")).isEqualTo(1);

      // Ada takes it and answers.
      ada.picks(id);
      assertState(cora.reads(id), "assigned", ada.id(), 0);
      ada.says(id, "Which browser do you use?");
      assertState(cora.reads(id), "assigned", ada.id(), 1);
      assertThat(cora.reads(id).getString("sla.firstResponse.state")).isEqualTo("met");
      assertThat(cora.reads(id).getString("lastMessage.snippet"))
          .isEqualTo("Which browser do you use?");
      ada.moves(id, "waiting_customer");
      assertState(cora.reads(id), "waiting_customer", ada.id(), 1);
      assertThat(cora.reads(id).getString("sla.resolution.state")).isEqualTo("paused");

      // Cora reads and answers, so that it goes on.
      cora.put(ticket + "/read", "").then().statusCode(204);
      assertThat(cora.reads(id).getInt("unreadCount")).isZero();
      cora.says(id, "Firefox.");
      assertState(cora.reads(id), "in_progress", ada.id(), 0);

      // Solved, or so it seems.
      ada.resolves(id);
      assertState(cora.reads(id), "resolved", ada.id(), 0);
      assertThat(cora.reads(id).getString("resolution.summary")).isEqualTo("It works again.");
      cora.post(ticket + "/reopen", Map.of("reason", "It is white again.")).then().statusCode(200);
      assertState(cora.reads(id), "reopened", ada.id(), 0);
      assertThat(cora.reads(id).<Object>get("resolution")).isNull();
      ada.resolves(id);

      // The verdict, and the end.
      cora.post(ticket + "/rating", Map.of("rating", 4, "comment", "Quick."))
          .then()
          .statusCode(201);
      assertThat(cora.reads(id).getInt("rating.rating")).isEqualTo(4);
      cora.moves(id, "closed");
      assertState(cora.reads(id), "closed", ada.id(), 0);
      assertThat(cora.reads(id).getString("closedAt")).isNotNull();
      cora.post(ticket + "/messages", Map.of("text", "Thanks!")).then().statusCode(409);

      assertThat(history(ada, id))
          .containsExactly(
              "ticket_created by customer",
              "ticket_assigned by support_agent",
              "message_posted by support_agent",
              "status_changed by support_agent",
              "message_posted by customer",
              "ticket_resolved by support_agent",
              "ticket_reopened by customer",
              "ticket_resolved by support_agent",
              "ticket_rated by customer",
              "ticket_closed by customer");
      assertThat(published(events, id))
          .containsExactly(
              "TicketCreated",
              "SlaTargetsSet",
              "TicketAssigned",
              "StatusChanged open>assigned",
              "MessagePosted",
              "SlaMet",
              "StatusChanged assigned>waiting_customer",
              "MessagePosted",
              "StatusChanged waiting_customer>in_progress",
              "StatusChanged in_progress>resolved",
              "SlaMet",
              "TicketResolved",
              "RatingRequested",
              "StatusChanged resolved>reopened",
              "TicketReopened",
              "StatusChanged reopened>resolved",
              "SlaMet",
              "TicketResolved",
              "RatingRequested",
              "TicketRated",
              "StatusChanged resolved>closed",
              "TicketClosed");
    }
  }

  private static void assertState(JsonPath ticket, String status, String assignee, int unread) {
    assertThat(ticket.getString("status")).isEqualTo(status);
    assertThat(ticket.getString("assignee.id")).isEqualTo(assignee);
    assertThat(ticket.getInt("unreadCount")).isEqualTo(unread);
  }

  /** Oldest first. */
  private static List<String> history(Person staff, String id) {
    JsonPath page =
        staff
            .get(Api.TICKETS + "/" + id + "/history?limit=100")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    List<Map<String, Object>> items = page.getList("items");
    return IntStream.range(0, items.size())
        .mapToObj(i -> items.get(items.size() - 1 - i))
        .map(e -> e.get("action") + " by " + ((Map<?, ?>) e.get("actor")).get("kind"))
        .toList();
  }

  private List<String> published(KafkaProbe events, String id) {
    List<KafkaProbe.Seen> seen =
        events
            .await(
                Duration.ofSeconds(20),
                "the end of the ticket",
                all -> all.stream().filter(e -> id.equals(e.key())).count() >= 22)
            .stream()
            .filter(e -> id.equals(e.key()))
            .toList();
    assertThat(seen.stream().map(e -> Integer.parseInt(e.header("ce_sequence"))))
        .as("numbered one by one")
        .containsExactlyElementsOf(IntStream.rangeClosed(1, seen.size()).boxed().toList());
    return seen.stream().map(this::inWords).toList();
  }

  private String inWords(KafkaProbe.Seen event) {
    String type = event.type().replace("handrail.", "").replace(".v1", "");
    if (!type.equals("StatusChanged")) {
      return type;
    }
    try {
      JsonNode detail = json.readTree(event.value()).get("detail");
      return type + " " + detail.get("from").asText() + ">" + detail.get("to").asText();
    } catch (JsonProcessingException e) {
      throw new AssertionError(event.value(), e);
    }
  }
}
