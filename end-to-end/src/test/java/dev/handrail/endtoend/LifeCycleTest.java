package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.endtoend.EventLog.Event;
import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.endtoend.Gate.Caller;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.local.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformExtension.class)
class LifeCycleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Platform platform;
  private final Gate gate;
  private final Caller customer;
  private final Caller agent;

  LifeCycleTest(Platform platform) {
    this.platform = platform;
    this.gate = new Gate(platform);
    this.customer = gate.customer("life-" + UUID.randomUUID());
    this.agent = gate.agent("life-agent");
  }

  @Test
  void a_ticket_lives_its_life_and_every_event_is_on_kafka_in_order() {
    String ticket = customer.openTicket("The tap drips");
    String at = "/api/v1/tickets/" + ticket;

    expect(agent.put(at + "/assignee", "{\"agentId\":\"me\"}"), 200, "assigned");
    expect(agent.post(at + "/messages", "{\"text\":\"Which tap?\"}"), 201, null);
    expect(agent.put(at + "/status", "{\"status\":\"waiting_customer\"}"), 200, "waiting_customer");
    expect(customer.post(at + "/messages", "{\"text\":\"In the kitchen.\"}"), 201, null);
    assertThat(customer.get(at).text("status")).isEqualTo("in_progress");
    expect(agent.post(at + "/resolution", resolution()), 200, "resolved");
    expect(customer.post(at + "/reopen", "{\"reason\":\"It drips again.\"}"), 200, "reopened");
    expect(agent.post(at + "/resolution", resolution()), 200, "resolved");
    expect(customer.post(at + "/rating", "{\"rating\":5,\"comment\":\"Dry.\"}"), 201, null);
    expect(customer.put(at + "/status", "{\"status\":\"closed\"}"), 200, "closed");

    List<String> expected =
        List.of(
            "TicketCreated",
            "SlaTargetsSet",
            "TicketAssigned",
            "StatusChanged",
            "MessagePosted",
            "SlaMet",
            "StatusChanged",
            "MessagePosted",
            "StatusChanged",
            "StatusChanged",
            "SlaMet",
            "TicketResolved",
            "RatingRequested",
            "StatusChanged",
            "TicketReopened",
            "StatusChanged",
            "SlaMet",
            "TicketResolved",
            "RatingRequested",
            "TicketRated",
            "StatusChanged",
            "TicketClosed");
    try (EventLog log = new EventLog(platform)) {
      List<Event> events = log.of(ticket, expected.size(), SOON);
      assertThat(events)
          .extracting(Event::type)
          .containsExactlyElementsOf(
              expected.stream().map(name -> "handrail." + name + ".v1").toList());
      assertThat(events)
          .extracting(Event::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, expected.size()).boxed().toList());
      assertThat(events.toString()).doesNotContain("tap", "kitchen", "drips");
    }
  }

  @Test
  void the_customer_finds_the_notifications_of_its_ticket_and_nobody_else_does() {
    String ticket = customer.openTicket("No hot water");
    agent.put("/api/v1/tickets/" + ticket + "/assignee", "{\"agentId\":\"me\"}");
    agent.post("/api/v1/tickets/" + ticket + "/messages", "{\"text\":\"On my way.\"}");

    List<String> kinds = notificationsAbout(customer, ticket, 3);

    assertThat(kinds).contains("ticket_created", "ticket_assigned", "new_reply");
    assertThat(notificationsAbout(gate.customer("life-stranger"), ticket, 0)).isEmpty();
  }

  @Test
  void an_internal_note_is_in_nothing_that_the_customer_can_reach() {
    String ticket = customer.openTicket("The window is broken");
    String at = "/api/v1/tickets/" + ticket;
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    Answer before = customer.get(at);
    expect(
        agent.post(at + "/messages", "{\"text\":\"" + canary + "\",\"visibility\":\"internal\"}"),
        201,
        null);
    expect(agent.post(at + "/messages", "{\"text\":\"We order glass.\"}"), 201, null);
    notificationsAbout(customer, ticket, 2);

    assertThat(agent.get(at + "/messages").body()).contains(canary);
    for (String path :
        List.of(
            at,
            at + "/messages",
            at + "/history",
            "/api/v1/tickets",
            "/api/v1/tickets?q=" + canary,
            "/api/v1/tickets/counts?q=" + canary,
            "/api/v1/notifications")) {
      assertThat(customer.get(path).body()).as(path).doesNotContain(canary);
    }
    assertThat(customer.get("/api/v1/tickets?q=" + canary).json().path("items")).isEmpty();
    assertThat(before.json().path("unreadCount").asInt() + 1)
        .as("only the public message counts")
        .isEqualTo(customer.get(at).json().path("unreadCount").asInt());
  }

  private static List<String> notificationsAbout(Caller who, String ticket, int least) {
    return Eventually.value(
        SOON,
        least + " notifications",
        () -> {
          Answer answer = who.get("/api/v1/notifications?limit=100");
          assertThat(answer.status()).as(answer.body()).isEqualTo(200);
          List<String> kinds = new ArrayList<>();
          for (JsonNode item : answer.json().path("items")) {
            if (item.path("subject").path("id").asText().equals(ticket)) {
              kinds.add(item.path("kind").asText());
            }
          }
          return kinds;
        },
        kinds -> kinds.size() >= least);
  }

  private static void expect(Answer answer, int status, String ticketStatus) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (ticketStatus != null) {
      assertThat(answer.text("status")).isEqualTo(ticketStatus);
    }
  }

  private static String resolution() {
    return "{\"type\":\"solved\",\"summary\":\"A new washer.\"}";
  }
}
