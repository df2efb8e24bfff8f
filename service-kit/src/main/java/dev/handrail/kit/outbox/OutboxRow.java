package dev.handrail.kit.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored event, still to be published. */
record OutboxRow(
    long id,
    UUID eventId,
    String topic,
    String key,
    String type,
    long sequence,
    Instant occurredAt,
    @Nullable String traceparent,
    String data) {
  /** What must stay in order. */
  record Lane(String topic, String key) {}

  Lane lane() {
    return new Lane(topic, key);
  }
}
