package dev.handrail.notification.adapter.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.kit.inbox.MalformedEvent;
import dev.handrail.notification.domain.Actor;
import dev.handrail.notification.domain.ActorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of an event. What is missing or of the wrong form makes it malformed.
 *
 * <p>Every method throws {@link MalformedEvent}.
 */
final class EventFields {
  /** What goes into keys is held to the contract's form. */
  static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final int LONGEST_ID = 255;

  private EventFields() {}

  static Actor actor(JsonNode actor) {
    return new Actor(id(actor, "id"), kind(text(actor, "kind")));
  }

  static ActorKind kind(String wire) {
    return switch (wire) {
      case "customer" -> ActorKind.CUSTOMER;
      case "support_agent", "admin" -> ActorKind.STAFF;
      default -> ActorKind.PROGRAM;
    };
  }

  static String id(JsonNode parent, String field) {
    return idIn(parent.path(field), field);
  }

  static String idIn(JsonNode value, String field) {
    String id = textIn(value, field);
    boolean unfit =
        id.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    if (id.isEmpty() || id.length() > LONGEST_ID || unfit) {
      throw new MalformedEvent(field + " is no id");
    }
    return id;
  }

  static @Nullable String idOrNull(JsonNode parent, String field) {
    if (!parent.has(field)) {
      throw new MalformedEvent(field + " is missing");
    }
    return parent.get(field).isNull() ? null : id(parent, field);
  }

  /** None where the field is absent: an event of before, or nobody is meant. */
  static List<String> ids(JsonNode parent, String field) {
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

  static String matching(JsonNode parent, String field, Pattern form) {
    String text = text(parent, field);
    if (!form.matcher(text).matches()) {
      throw new MalformedEvent(field + " is not of its form");
    }
    return text;
  }

  static UUID uuid(JsonNode parent, String field) {
    return uuidIn(parent.path(field), field);
  }

  static UUID uuidIn(JsonNode value, String field) {
    String text = textIn(value, field);
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

  static long number(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedEvent(field + " is no whole number");
    }
    return value.longValue();
  }

  static String text(JsonNode parent, String field) {
    return textIn(parent.path(field), field);
  }

  static String textIn(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw new MalformedEvent(field + " is no text");
    }
    return value.textValue();
  }
}
