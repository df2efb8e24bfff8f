package dev.handrail.notification.adapter.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.notification.domain.Actor;
import dev.handrail.notification.domain.ActorKind;
import dev.handrail.notification.domain.TicketEvent;
import dev.handrail.notification.domain.TicketFacts;
import dev.handrail.notification.domain.TicketNews;
import dev.handrail.notification.domain.TicketStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of {@code ticket-events}: the fields that matter here, and no others. What is
 * missing or of the wrong form is malformed; values of a later revision are taken as far as they
 * are understood.
 */
final class TicketEventJson {
  // What goes into sentences and keys is held to the contract's form.
  private static final Pattern NUMBER = Pattern.compile("[A-Z][A-Z0-9]{1,7}-[0-9]{6,18}");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int LONGEST_ID = 255;

  /** More than there are levels to escalate through. */
  private static final int MOST_FORMER = 100;

  private TicketEventJson() {}

  /**
   * The news in an event; empty for a type that is not known here.
   *
   * @throws MalformedEvent if the data are not what the type promises
   */
  static Optional<TicketNews> read(IncomingEvent event) {
    TicketEvent happened = event(event.type(), event.data().path("detail"));
    if (happened == null) {
      return Optional.empty();
    }
    TicketFacts ticket = ticket(event.data().path("ticket"));
    if (!ticket.id().toString().equals(event.key())) {
      throw new MalformedEvent("the key is not the ticket's id");
    }
    return Optional.of(
        new TicketNews(ticket, actor(event.data().path("actor")), happened, event.time()));
  }

  private static @Nullable TicketEvent event(String type, JsonNode detail) {
    return switch (type) {
      case "handrail.TicketCreated.v1" -> new TicketEvent.Created();
      case "handrail.StatusChanged.v1" ->
          new TicketEvent.StatusChanged(status(detail, "from"), status(detail, "to"));
      case "handrail.TicketAssigned.v1" ->
          new TicketEvent.Assigned(
              idOrNull(detail, "from"),
              id(detail, "to"),
              detail.path("how").asText().equals("escalated"));
      case "handrail.TicketUnassigned.v1" -> new TicketEvent.Unassigned(id(detail, "from"));
      case "handrail.MessagePosted.v1" ->
          // Whatever is not said to be public is for staff only.
          new TicketEvent.MessagePosted(
              text(detail, "visibility").equals("public"), kind(text(detail, "authorKind")));
      case "handrail.TicketResolved.v1" -> new TicketEvent.Resolved(formerAgents(detail));
      case "handrail.TicketClosed.v1" -> new TicketEvent.Closed(formerAgents(detail));
      case "handrail.TicketReopened.v1" ->
          new TicketEvent.Reopened(idOrNull(detail, "formerAssigneeId"));
      case "handrail.TicketRated.v1" -> new TicketEvent.Rated();
      case "handrail.TicketUpdated.v1" -> new TicketEvent.Updated();
      case "handrail.TicketDeleted.v1" -> new TicketEvent.Deleted();
      case "handrail.TicketEscalated.v1" ->
          new TicketEvent.Escalated(idOrNull(detail, "from"), idOrNull(detail, "to"));
      case "handrail.RatingRequested.v1" -> new TicketEvent.RatingRequested();
      case "handrail.TicketOverdue.v1" -> new TicketEvent.Overdue();
      case "handrail.SlaAtRisk.v1" -> new TicketEvent.SlaAtRisk();
      case "handrail.SlaBreached.v1" -> new TicketEvent.SlaBreached();
      default -> null;
    };
  }

  /** Absent in events of the first revision, and where there are none. */
  private static List<String> formerAgents(JsonNode detail) {
    JsonNode former = detail.path("formerAssigneeIds");
    if (former.isMissingNode()) {
      return List.of();
    }
    if (!former.isArray() || former.size() > MOST_FORMER) {
      throw new MalformedEvent("formerAssigneeIds is no list of a few ids");
    }
    List<String> ids = new ArrayList<>();
    former.forEach(one -> ids.add(idIn(one, "formerAssigneeIds")));
    return ids;
  }

  private static TicketFacts ticket(JsonNode ticket) {
    return new TicketFacts(
        uuid(ticket, "id"),
        matching(ticket, "number", NUMBER),
        matching(ticket, "app", KEY),
        status(ticket, "status"),
        id(ticket.path("customer"), "id"),
        idOrNull(ticket, "assigneeId"),
        ids(ticket, "watcherIds"),
        number(ticket, "version"));
  }

  private static Actor actor(JsonNode actor) {
    return new Actor(id(actor, "id"), kind(text(actor, "kind")));
  }

  private static ActorKind kind(String wire) {
    return switch (wire) {
      case "customer" -> ActorKind.CUSTOMER;
      case "support_agent", "admin" -> ActorKind.STAFF;
      default -> ActorKind.PROGRAM;
    };
  }

  private static TicketStatus status(JsonNode parent, String field) {
    return new TicketStatus(matching(parent, field, KEY));
  }

  private static String id(JsonNode parent, String field) {
    return idIn(parent.path(field), field);
  }

  private static String idIn(JsonNode value, String field) {
    String id = textIn(value, field);
    boolean unfit =
        id.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    if (id.isEmpty() || id.length() > LONGEST_ID || unfit) {
      throw new MalformedEvent(field + " is no id");
    }
    return id;
  }

  private static @Nullable String idOrNull(JsonNode parent, String field) {
    if (!parent.has(field)) {
      throw new MalformedEvent(field + " is missing");
    }
    return parent.get(field).isNull() ? null : id(parent, field);
  }

  /** None where the field is absent: an event of before, or nobody is meant. */
  private static List<String> ids(JsonNode parent, String field) {
    if (!parent.has(field)) {
      return List.of();
    }
    if (!parent.get(field).isArray()) {
      throw new MalformedEvent(field + " is no list");
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode element : parent.get(field)) {
      ids.add(idIn(element, field));
    }
    return ids;
  }

  private static String matching(JsonNode parent, String field, Pattern form) {
    String text = text(parent, field);
    if (!form.matcher(text).matches()) {
      throw new MalformedEvent(field + " is not of its form");
    }
    return text;
  }

  private static UUID uuid(JsonNode parent, String field) {
    String text = text(parent, field);
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedEvent(field + " is no UUID", e);
    }
    throw new MalformedEvent(field + " is no UUID");
  }

  private static long number(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedEvent(field + " is no whole number");
    }
    return value.longValue();
  }

  private static String text(JsonNode parent, String field) {
    return textIn(parent.path(field), field);
  }

  private static String textIn(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw new MalformedEvent(field + " is no text");
    }
    return value.textValue();
  }
}
