package dev.handrail.notification.adapter.kafka;

import dev.handrail.kit.inbox.EventConsumer;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.notification.application.TellOfTicket;
import jakarta.enterprise.context.ApplicationScoped;

/** Hears what happens to tickets. */
@ApplicationScoped
class TicketEventsConsumer implements EventConsumer {
  private final TellOfTicket tell;

  TicketEventsConsumer(TellOfTicket tell) {
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
  public void apply(IncomingEvent event) {
    TicketEventJson.read(event).ifPresent(news -> tell.handle(new TellOfTicket.Command(news)));
  }
}
