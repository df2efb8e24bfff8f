package dev.handrail.kit.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * An event to be published once the running transaction has committed.
 *
 * @param id UUIDv7, the same in every delivery of this event
 * @param topic where it goes
 * @param key the aggregate's id: events of one key arrive in the order they were stored
 * @param type such as {@code handrail.TicketCreated.v1}
 * @param sequence counts the aggregate's events from 1
 * @param time when it happened
 * @param data the JSON document
 */
public record OutboxEvent(
    UUID id, String topic, String key, String type, long sequence, Instant time, String data) {
  /** Refuses what no consumer could accept. */
  public OutboxEvent {
    if (topic.isBlank() || key.isBlank() || type.isBlank()) {
      throw new IllegalArgumentException("An event needs a topic, a key and a type.");
    }
    if (sequence < 1) {
      throw new IllegalArgumentException("An event's sequence starts at 1, not " + sequence + ".");
    }
  }
}
