package dev.handrail.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.contracts.Contracts;
import dev.handrail.kit.UuidV7;
import dev.handrail.notification.TicketStory.Who;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An agent's account and departments, as agent-service would publish what happens to them; each
 * event is held to the contract.
 */
final class AgentStory {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Contracts CONTRACTS = Contracts.of("agent-events");

  /** An event as it goes to Kafka. */
  record Event(UUID id, String key, String type, long sequence, Instant time, String data) {
    ProducerRecord<String, String> toRecord() {
      var record = new ProducerRecord<>("agent-events", key, data);
      Map.of(
              "ce_specversion",
              "1.0",
              "ce_id",
              id.toString(),
              "ce_source",
              "/handrail/agent-service",
              "ce_type",
              "handrail." + type + ".v1",
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

    /** The same under another id: what an inbox that forgot would let through. */
    Event forgotten() {
      return new Event(UUID.randomUUID(), key, type, sequence, time, data);
    }
  }

  private final String id = UuidV7.next().toString();
  private final ObjectNode agent = JSON.createObjectNode();
  private long sequence;

  AgentStory(String role, String department, String... apps) {
    Instant now = now();
    agent.put("id", id).put("role", role).put("status", "pending").put("department", department);
    list("apps", apps);
    list("specializations");
    list("languages", "en");
    list("permissions", "view_tickets");
    agent
        .put("capacity", 5)
        .put("availability", "offline")
        .put("availabilitySince", now.toString());
    agent.put("accessVersion", 1).put("profileVersion", 1);
    agent.put("createdAt", now.toString()).put("updatedAt", now.toString()).put("version", 0);
  }

  /** One that has been let in already, with all events that led to it. */
  static List<Event> approved(AgentStory story) {
    Who admin = Who.admin(UuidV7.next().toString());
    return List.of(story.registered(), story.moved("AgentApproved", "approved", admin));
  }

  String id() {
    return id;
  }

  Event registered() {
    return moved("AgentRegistered", "pending", new Who(id, "support_agent"));
  }

  Event moved(String type, String status, Who by) {
    agent.put("status", status);
    return event(type, by);
  }

  Event joins(String department, Who by) {
    agent.put("department", department);
    return event("AgentProfileChanged", by);
  }

  static Event department(String key, long sequence, List<String> leads) {
    ObjectNode data = JSON.createObjectNode();
    ObjectNode department = data.putObject("department").put("key", key).put("active", true);
    leads.forEach(department.putArray("leads")::add);
    department
        .put("strategy", "skill_based")
        .put("giveBackAfter", "PT15M")
        .put("version", sequence);
    data.putObject("actor").put("id", "root").put("kind", "admin");
    data.putObject("detail").putArray("changed").add("leads");
    return held("department/" + key, "DepartmentChanged", sequence, data);
  }

  private Event event(String type, Who by) {
    agent.put("version", agent.get("version").asLong() + 1).put("updatedAt", now().toString());
    ObjectNode data = JSON.createObjectNode();
    data.set("agent", agent.deepCopy());
    data.putObject("actor").put("id", by.id()).put("kind", by.kind());
    ObjectNode detail = data.putObject("detail");
    if (type.equals("AgentProfileChanged")) {
      detail.putArray("changed").add("department");
    }
    return held(id, type, ++sequence, data);
  }

  private static Event held(String key, String type, long sequence, ObjectNode data) {
    assertThat(CONTRACTS.problemsOfPublisher(type + ".v1", data)).as(type).isEmpty();
    return new Event(UuidV7.next(), key, type, sequence, now(), data.toString());
  }

  private void list(String field, String... values) {
    ArrayNode list = agent.putArray(field);
    for (String value : values) {
      list.add(value);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
