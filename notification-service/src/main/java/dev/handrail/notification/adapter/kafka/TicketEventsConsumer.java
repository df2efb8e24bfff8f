package dev.handrail.notification.adapter.kafka;

import dev.handrail.kit.inbox.BatchConsumer;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.notification.application.TellOfTickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Hears what happens to tickets. */
@ApplicationScoped
class TicketEventsConsumer implements BatchConsumer {
  private final TellOfTickets tell;

  TicketEventsConsumer(TellOfTickets tell) {
    this.tell = tell;
  }

  @Override
  public String topic() {
    return "ticket-events";
  }

  @Override
  public String group() {
    return "notification-service";
  }

  @Override
  public void applyAll(List<IncomingEvent> events) {
    tell.handle(
        new TellOfTickets.Command(
            events.stream().map(TicketEventJson::read).flatMap(Optional::stream).toList()));
  }
}
