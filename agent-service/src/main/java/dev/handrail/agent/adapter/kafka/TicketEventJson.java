package dev.handrail.agent.adapter.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.agent.domain.figures.Promise;
import dev.handrail.agent.domain.figures.TicketNews;
import dev.handrail.agent.domain.figures.TicketState;
import dev.handrail.agent.domain.figures.TicketState.Standing;
import dev.handrail.agent.domain.figures.TicketState.Urgency;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.kit.inbox.MalformedEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of {@code ticket-events}: the facts that figures are made of, and no others.
 * What is missing or of the wrong form is malformed; values of a later revision are taken as far as
 * they are understood.
 */
final class TicketEventJson {
  private static final String RATED = "handrail.TicketRated.v1";
  private static final String DELETED = "handrail.TicketDeleted.v1";

  /** Every one of them carries the ticket's facts. */
  static final Set<String> TYPES =
      Set.of(
          "handrail.TicketCreated.v1",
          "handrail.StatusChanged.v1",
          "handrail.TicketAssigned.v1",
          "handrail.TicketUnassigned.v1",
          "handrail.MessagePosted.v1",
          "handrail.TicketResolved.v1",
          "handrail.TicketClosed.v1",
          "handrail.TicketReopened.v1",
          RATED,
          "handrail.TicketUpdated.v1",
          "handrail.PriorityChanged.v1",
          "handrail.SlaTargetsSet.v1",
          "handrail.SlaAtRisk.v1",
          "handrail.SlaBreached.v1",
          "handrail.SlaMet.v1",
          DELETED,
          "handrail.TicketEscalated.v1",
          "handrail.RatingRequested.v1",
          "handrail.TicketOverdue.v1");

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int LONGEST_ID = 255;

  private TicketEventJson() {}

  /**
   * The news in an event.
   *
   * @throws MalformedEvent if the data are not what the type promises
   */
  static TicketNews read(IncomingEvent event) {
    JsonNode ticket = event.data().path("ticket");
    UUID id = uuid(ticket, "id");
    if (!id.toString().equals(event.key())) {
      throw new MalformedEvent("the key is not the ticket's id");
    }
    JsonNode actor = event.data().path("actor");
    boolean staff =
        switch (text(actor, "kind")) {
          case "support_agent", "admin" -> true;
          default -> false;
        };
    return new TicketNews(
        id,
        event.sequence(),
        micros(event.time()),
        state(ticket, event.type().equals(DELETED)),
        staff ? id(actor, "id") : null,
        event.type().equals(RATED));
  }

  private static TicketState state(JsonNode ticket, boolean deleted) {
    JsonNode sla = ticket.path("sla");
    return new TicketState(
        key(ticket, "app"),
        key(ticket, "department"),
        switch (key(ticket, "status")) {
          case "resolved" -> Standing.RESOLVED;
          case "closed" -> Standing.CLOSED;
          default -> Standing.ACTIVE;
        },
        switch (key(ticket, "priority")) {
          case "urgent" -> Urgency.URGENT;
          case "high" -> Urgency.HIGH;
          case "low" -> Urgency.LOW;
          default -> Urgency.MEDIUM;
        },
        isNull(ticket, "assigneeId") ? null : id(ticket, "assigneeId"),
        promise(sla.path("firstResponse")),
        promise(sla.path("resolution")),
        isNull(ticket, "rating") ? null : stars(ticket.path("rating")),
        time(ticket, "createdAt"),
        timeOrNull(ticket, "resolvedAt"),
        timeOrNull(ticket, "closedAt"),
        deleted);
  }

  private static Promise promise(JsonNode clock) {
    return new Promise(
        time(clock, "dueAt"), text(clock, "state").equals("breached"), timeOrNull(clock, "at"));
  }

  private static int stars(JsonNode rating) {
    if (!rating.isIntegralNumber() || rating.asInt() < 1 || rating.asInt() > 5) {
      throw new MalformedEvent("rating is no number from 1 to 5");
    }
    return rating.asInt();
  }

  /** Figures are compared with what the database kept, which is no finer. */
  private static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant time(JsonNode parent, String field) {
    try {
      return micros(Instant.parse(text(parent, field)));
    } catch (DateTimeException e) {
      throw new MalformedEvent(field + " is no time", e);
    }
  }

  private static @Nullable Instant timeOrNull(JsonNode parent, String field) {
    return isNull(parent, field) ? null : time(parent, field);
  }

  private static boolean isNull(JsonNode parent, String field) {
    if (!parent.has(field)) {
      throw new MalformedEvent(field + " is missing");
    }
    return parent.get(field).isNull();
  }

  private static String id(JsonNode parent, String field) {
    String id = text(parent, field);
    boolean unfit =
        id.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    if (id.isEmpty() || id.length() > LONGEST_ID || unfit) {
      throw new MalformedEvent(field + " is no id");
    }
    return id;
  }

  private static String key(JsonNode parent, String field) {
    String text = text(parent, field);
    if (!KEY.matcher(text).matches()) {
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

  private static String text(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (!value.isTextual()) {
      throw new MalformedEvent(field + " is no text");
    }
    return value.textValue();
  }
}
