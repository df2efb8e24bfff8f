package dev.handrail.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.contracts.Contracts;
import dev.handrail.kit.UuidV7;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A ticket's life as ticket-service would publish it: each method is one change and gives its
 * events, which are held to the contract.
 */
final class TicketStory {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Contracts CONTRACTS = Contracts.of("ticket-events");

  /** An event as it goes to Kafka. */
  record Event(UUID id, String key, String type, long sequence, Instant time, String data) {
    ProducerRecord<String, String> toRecord() {
      var record = new ProducerRecord<>("ticket-events", key, data);
      Map.of(
              "ce_specversion",
              "1.0",
              "ce_id",
              id.toString(),
              "ce_source",
              "/handrail/ticket-service",
              "ce_type",
              type,
              "ce_time",
              time.toString(),
              "ce_subject",
              key,
              "ce_sequence",
              Long.toString(sequence),
              "content-type",
              "application/json")
          .forEach((name, v) -> record.headers().add(name, v.getBytes(StandardCharsets.UTF_8)));
      return record;
    }
  }

  /** Someone who does things. */
  record Who(String id, String kind) {
    static Who customer(String id) {
      return new Who(id, "customer");
    }

    static Who agent(String id) {
      return new Who(id, "support_agent");
    }

    static Who admin(String id) {
      return new Who(id, "admin");
    }
  }

  private record Happening(String name, ObjectNode detail) {}

  private final ObjectNode ticket;
  private final List<Happening> happenings = new ArrayList<>();
  private Instant now = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
  private long sequence;

  TicketStory(String app, String customer) {
    ticket = CONTRACTS.sample("TicketCreated.v1").get("data").get("ticket").deepCopy();
    ticket.put("id", UuidV7.next().toString());
    ticket.put("app", app);
    ((ObjectNode) ticket.get("customer")).put("id", customer);
  }

  void inDepartment(String key) {
    ticket.put("department", key);
  }

  String id() {
    return ticket.get("id").asText();
  }

  /** Nothing that is published: the next event tells who follows the ticket. */
  void watchedBy(String... staff) {
    var ids = ticket.putArray("watcherIds");
    for (String id : staff) {
      ids.add(id);
    }
  }

  List<Event> created(Who by) {
    happens("TicketCreated", JSON.createObjectNode().put("messageId", UuidV7.next().toString()));
    return change(by);
  }

  /** In an app that has the status {@code assigned}, or one that goes to in_progress at once. */
  List<Event> assigned(Who by, String to, String how, String status) {
    String from = textOrNull("assigneeId");
    ticket.put("assigneeId", to);
    happens(
        "TicketAssigned", JSON.createObjectNode().put("from", from).put("to", to).put("how", how));
    moves(status);
    return change(by);
  }

  List<Event> unassigned(Who by) {
    happens("TicketUnassigned", JSON.createObjectNode().put("from", textOrNull("assigneeId")));
    ticket.putNull("assigneeId");
    moves("open");
    return change(by);
  }

  List<Event> movedTo(String status, Who by) {
    moves(status);
    return change(by);
  }

  /** A customer's reply on a ticket that waits for it moves it on. */
  List<Event> said(Who by) {
    posts(by, "public");
    if (by.kind().equals("customer") && status().equals("waiting_customer")) {
      moves("in_progress");
    }
    return change(by);
  }

  List<Event> noted(Who by) {
    posts(by, "internal");
    return change(by);
  }

  List<Event> resolved(Who by) {
    ticket.put("resolutionType", "solved");
    moves("resolved");
    happens("TicketResolved", JSON.createObjectNode().put("type", "solved"));
    return change(by);
  }

  /** In an app that asks for a rating at once. */
  List<Event> resolvedAndAsked(Who by, String... formerAgents) {
    ticket.put("resolutionType", "solved");
    moves("resolved");
    ObjectNode detail = JSON.createObjectNode().put("type", "solved");
    for (String former : formerAgents) {
      detail.withArray("formerAssigneeIds").add(former);
    }
    happens("TicketResolved", detail);
    happens("RatingRequested", JSON.createObjectNode().put("reminder", false));
    return change(by);
  }

  List<Event> remindedOfRating() {
    happens("RatingRequested", JSON.createObjectNode().put("reminder", true));
    return change(new Who("handrail", "system"));
  }

  /** To another agent, or to a level alone. */
  List<Event> escalated(Who by, @Nullable String to, String status) {
    String from = textOrNull("assigneeId");
    int level = ticket.get("escalationLevel").asInt();
    ticket.put("escalationLevel", level + 1);
    happens(
        "TicketEscalated",
        JSON.createObjectNode()
            .put("cause", "manual")
            .put("fromLevel", level)
            .put("level", level + 1)
            .put("from", from)
            .put("to", to));
    moves(status);
    if (to != null) {
      ticket.put("assigneeId", to);
      happens(
          "TicketAssigned",
          JSON.createObjectNode().put("from", from).put("to", to).put("how", "escalated"));
    }
    return change(by);
  }

  List<Event> overdue() {
    happens("TicketOverdue", JSON.createObjectNode().put("dueAt", now.toString()));
    return change(new Who("handrail", "system"));
  }

  List<Event> reopened(Who by) {
    ticket.putNull("resolutionType");
    moves("reopened");
    happens(
        "TicketReopened",
        JSON.createObjectNode().put("formerAssigneeId", textOrNull("assigneeId")));
    return change(by);
  }

  List<Event> rated(int stars, Who by) {
    ticket.put("rating", stars);
    happens("TicketRated", JSON.createObjectNode().put("rating", stars));
    return change(by);
  }

  List<Event> closed(Who by) {
    moves("closed");
    happens("TicketClosed", JSON.createObjectNode().put("type", textOrNull("resolutionType")));
    return change(by);
  }

  private void posts(Who by, String visibility) {
    happens(
        "MessagePosted",
        JSON.createObjectNode()
            .put("messageId", UuidV7.next().toString())
            .put("visibility", visibility)
            .put("authorKind", by.kind()));
  }

  private void moves(String to) {
    String from = status();
    if (!from.equals(to)) {
      ticket.put("status", to);
      happens("StatusChanged", JSON.createObjectNode().put("from", from).put("to", to));
    }
  }

  private void happens(String name, ObjectNode detail) {
    happenings.add(new Happening(name, detail));
  }

  private List<Event> change(Who by) {
    now = now.plusSeconds(1);
    boolean onlyMessage =
        happenings.stream().allMatch(happening -> happening.name().equals("MessagePosted"));
    if (sequence > 0 && !onlyMessage) {
      ticket.put("version", ticket.get("version").asLong() + 1);
    }
    ticket.put("updatedAt", now.toString());
    List<Event> events = new ArrayList<>();
    for (Happening happening : happenings) {
      ObjectNode data = JSON.createObjectNode();
      data.set("ticket", ticket.deepCopy());
      data.putObject("actor").put("id", by.id()).put("kind", by.kind());
      data.set("detail", happening.detail());
      events.add(event(happening.name(), data));
    }
    happenings.clear();
    return events;
  }

  private Event event(String name, JsonNode data) {
    assertThat(CONTRACTS.problemsOfPublisher(name + ".v1", data)).as(name).isEmpty();
    return new Event(
        UuidV7.next(), id(), "handrail." + name + ".v1", ++sequence, now, data.toString());
  }

  private String status() {
    return ticket.get("status").asText();
  }

  private @Nullable String textOrNull(String field) {
    return ticket.get(field).isNull() ? null : ticket.get(field).asText();
  }
}
