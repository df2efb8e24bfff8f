package dev.handrail.ticket.adapter.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.ticket.application.NoteAgents;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Wire;
import dev.handrail.ticket.domain.routing.AccountStatus;
import dev.handrail.ticket.domain.routing.Availability;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import dev.handrail.ticket.domain.routing.ListedAgent;
import dev.handrail.ticket.domain.routing.Strategy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of {@code agent-events}. Every event of an agent carries all that is to be known
 * of it, so that the newest one is enough. What is missing or of the wrong form is malformed; a
 * value of a later revision is taken as the contract says.
 */
final class AgentEventJson {
  private static final Set<String> OF_AGENT =
      Set.of(
          "handrail.AgentRegistered.v1",
          "handrail.AgentApproved.v1",
          "handrail.AgentRejected.v1",
          "handrail.AgentSuspended.v1",
          "handrail.AgentReinstated.v1",
          "handrail.AgentProfileChanged.v1",
          "handrail.AgentPermissionsChanged.v1",
          "handrail.AvailabilityChanged.v1",
          "handrail.PasswordResetRequested.v1");
  private static final String OF_DEPARTMENT = "handrail.DepartmentChanged.v1";

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

  /** More than any agent has of anything. */
  private static final int MOST = 1_000;

  private static final int LONGEST_ID = 255;

  private AgentEventJson() {}

  /**
   * The news in an event; empty for a type that is not known here.
   *
   * @throws MalformedEvent if the data are not what the type promises
   */
  static Optional<NoteAgents.Command> read(IncomingEvent event) {
    if (OF_AGENT.contains(event.type())) {
      ListedAgent agent = agent(event.data().path("agent"));
      if (!agent.id().equals(event.key())) {
        throw new MalformedEvent("the key is not the agent's id");
      }
      return Optional.of(new NoteAgents.OfAgent(agent, event.sequence()));
    }
    if (event.type().equals(OF_DEPARTMENT)) {
      return Optional.of(
          new NoteAgents.OfDepartment(
              department(event.data().path("department")), event.sequence()));
    }
    return Optional.empty();
  }

  private static ListedAgent agent(JsonNode agent) {
    long capacity = number(agent, "capacity");
    if (capacity < 0 || capacity > MOST) {
      throw new MalformedEvent("capacity is out of range");
    }
    return new ListedAgent(
        id(agent, "id"),
        role(agent),
        // One that is not known may not work.
        constant(agent, "status", AccountStatus.class).orElse(AccountStatus.SUSPENDED),
        apps(agent),
        text(agent, "department", KEY),
        texts(agent, "specializations", KEY),
        texts(agent, "languages", LANGUAGE),
        permissions(agent),
        (int) capacity,
        constant(agent, "availability", Availability.class).orElse(Availability.AWAY),
        time(agent, "availabilitySince"),
        number(agent, "profileVersion"));
  }

  private static Role role(JsonNode agent) {
    return constant(agent, "role", Role.class)
        .filter(Role::isStaff)
        .orElseThrow(() -> new MalformedEvent("role is not one of staff"));
  }

  private static Set<String> apps(JsonNode agent) {
    Set<String> apps = new LinkedHashSet<>();
    for (JsonNode app : array(agent, "apps")) {
      String key = app.asText();
      apps.add(key.equals(Caller.EVERY_APP) ? key : matching(app, "apps", KEY));
    }
    return apps;
  }

  private static Set<Permission> permissions(JsonNode agent) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (JsonNode wire : array(agent, "permissions")) {
      Wire.find(Permission.class, wire.asText()).ifPresent(permissions::add);
    }
    return permissions;
  }

  private static DepartmentRules department(JsonNode department) {
    return new DepartmentRules(
        text(department, "key", KEY),
        constant(department, "strategy", Strategy.class).orElse(Strategy.SKILL_BASED),
        duration(department, "giveBackAfter"));
  }

  private static @Nullable Duration duration(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (value.isNull()) {
      return null;
    }
    try {
      Duration duration = Duration.parse(value.isTextual() ? value.textValue() : "");
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw new MalformedEvent(field + " is no duration", e);
    }
    throw new MalformedEvent(field + " is below zero");
  }

  private static Instant time(JsonNode parent, String field) {
    try {
      return Instant.parse(parent.path(field).asText());
    } catch (DateTimeException e) {
      throw new MalformedEvent(field + " is no time", e);
    }
  }

  private static <E extends Enum<E> & Wire> Optional<E> constant(
      JsonNode parent, String field, Class<E> type) {
    return Wire.find(type, text(parent, field, KEY));
  }

  private static String id(JsonNode parent, String field) {
    String id = parent.path(field).asText();
    if (id.isEmpty()
        || id.length() > LONGEST_ID
        || id.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      throw new MalformedEvent(field + " is no id");
    }
    return id;
  }

  private static long number(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedEvent(field + " is no whole number");
    }
    return value.longValue();
  }

  private static Set<String> texts(JsonNode parent, String field, Pattern form) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode element : array(parent, field)) {
      texts.add(matching(element, field, form));
    }
    return texts;
  }

  private static JsonNode array(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (!value.isArray() || value.size() > MOST) {
      throw new MalformedEvent(field + " is no list");
    }
    return value;
  }

  private static String text(JsonNode parent, String field, Pattern form) {
    return matching(parent.path(field), field, form);
  }

  private static String matching(JsonNode value, String field, Pattern form) {
    if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
      throw new MalformedEvent(field + " is not of its form");
    }
    return value.textValue();
  }
}
