package dev.handrail.notification.adapter.kafka;

import static dev.handrail.notification.adapter.kafka.EventFields.KEY;
import static dev.handrail.notification.adapter.kafka.EventFields.actor;
import static dev.handrail.notification.adapter.kafka.EventFields.matching;
import static dev.handrail.notification.adapter.kafka.EventFields.number;
import static dev.handrail.notification.adapter.kafka.EventFields.textIn;
import static dev.handrail.notification.adapter.kafka.EventFields.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.notification.domain.AgentEvent;
import dev.handrail.notification.domain.AgentFacts;
import dev.handrail.notification.domain.AgentNews;
import dev.handrail.notification.domain.DepartmentFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the events of {@code agent-events}: the fields that matter here, and no others. */
final class AgentEventJson {
  static final String DEPARTMENT_CHANGED = "handrail.DepartmentChanged.v1";

  private static final Pattern APP = Pattern.compile("\\*|[a-z][a-z0-9_-]{0,62}");

  /** More than anyone serves or leads. */
  private static final int MOST = 1_000;

  private AgentEventJson() {}

  /**
   * What an event says of an agent's account. Every type of event does, also one of a later
   * version.
   *
   * @throws MalformedEvent if the data are not what the type promises
   */
  static AgentNews agent(IncomingEvent event) {
    JsonNode agent = event.data().path("agent");
    UUID id = uuid(agent, "id");
    if (!id.toString().equals(event.key())) {
      throw new MalformedEvent("the key is not the agent's id");
    }
    JsonNode department = agent.path("department");
    return new AgentNews(
        new AgentFacts(
            id,
            matching(agent, "role", KEY),
            matching(agent, "status", KEY),
            department.isNull() || department.isMissingNode()
                ? null
                : matching(agent, "department", KEY),
            texts(agent, "apps", APP),
            number(agent, "version")),
        actor(event.data().path("actor")),
        happened(event.type()),
        event.sequence(),
        event.time());
  }

  /**
   * What an event says of a department.
   *
   * @throws MalformedEvent if the data are not what the type promises
   */
  static DepartmentFacts department(IncomingEvent event) {
    JsonNode department = event.data().path("department");
    String key = matching(department, "key", KEY);
    if (!event.key().equals("department/" + key)) {
      throw new MalformedEvent("the key is not the department's");
    }
    List<UUID> leads = new ArrayList<>();
    for (JsonNode lead : list(department, "leads")) {
      leads.add(EventFields.uuidIn(lead, "leads"));
    }
    return new DepartmentFacts(key, leads, event.sequence());
  }

  private static AgentEvent happened(String type) {
    return switch (type) {
      case "handrail.AgentRegistered.v1" -> AgentEvent.REGISTERED;
      case "handrail.AgentApproved.v1" -> AgentEvent.APPROVED;
      case "handrail.AgentRejected.v1" -> AgentEvent.REJECTED;
      default -> AgentEvent.OTHER;
    };
  }

  private static List<String> texts(JsonNode parent, String field, Pattern form) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : list(parent, field)) {
      String text = textIn(one, field);
      if (!form.matcher(text).matches()) {
        throw new MalformedEvent(field + " is not of its form");
      }
      texts.add(text);
    }
    return texts;
  }

  private static JsonNode list(JsonNode parent, String field) {
    JsonNode list = parent.path(field);
    if (!list.isArray() || list.size() > MOST) {
      throw new MalformedEvent(field + " is no list of a few");
    }
    return list;
  }
}
