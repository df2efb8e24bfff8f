package dev.handrail.notification.adapter.kafka;

import static dev.handrail.notification.adapter.kafka.EventFields.KEY;
import static dev.handrail.notification.adapter.kafka.EventFields.actor;
import static dev.handrail.notification.adapter.kafka.EventFields.id;
import static dev.handrail.notification.adapter.kafka.EventFields.idIn;
import static dev.handrail.notification.adapter.kafka.EventFields.idOrNull;
import static dev.handrail.notification.adapter.kafka.EventFields.ids;
import static dev.handrail.notification.adapter.kafka.EventFields.kind;
import static dev.handrail.notification.adapter.kafka.EventFields.matching;
import static dev.handrail.notification.adapter.kafka.EventFields.number;
import static dev.handrail.notification.adapter.kafka.EventFields.text;
import static dev.handrail.notification.adapter.kafka.EventFields.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.notification.domain.TicketEvent;
import dev.handrail.notification.domain.TicketFacts;
import dev.handrail.notification.domain.TicketNews;
import dev.handrail.notification.domain.TicketStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of {@code ticket-events}: the fields that matter here, and no others. What is
 * missing or of the wrong form is malformed; values of a later revision are taken as far as they
 * are understood.
 */
final class TicketEventJson {
  // What goes into sentences is held to the contract's form.
  private static final Pattern NUMBER = Pattern.compile("[A-Z][A-Z0-9]{1,7}-[0-9]{6,18}");

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
        matching(ticket, "department", KEY),
        status(ticket, "status"),
        id(ticket.path("customer"), "id"),
        idOrNull(ticket, "assigneeId"),
        ids(ticket, "watcherIds"),
        number(ticket, "version"));
  }

  private static TicketStatus status(JsonNode parent, String field) {
    return new TicketStatus(matching(parent, field, KEY));
  }
}
