package dev.handrail.kit.inbox;

import dev.handrail.kit.outbox.Outbox;
import dev.handrail.kit.outbox.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** A use case in the shape that every service has. */
@ApplicationScoped
class Ordering {
  private final Outbox outbox;

  Ordering(Outbox outbox) {
    this.outbox = outbox;
  }

  @Transactional
  void publish(List<OutboxEvent> events, boolean fail) {
    outbox.append(events);
    if (fail) {
      throw new IllegalStateException("as wished");
    }
  }

  /** Forgot its annotation. */
  void publishWithoutTransaction(List<OutboxEvent> events) {
    outbox.append(events);
  }
}
