package dev.handrail.agent.adapter.kafka;

import dev.handrail.agent.application.FollowTicket;
import dev.handrail.kit.inbox.EventConsumer;
import dev.handrail.kit.inbox.IncomingEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Hears what happens to tickets. */
@ApplicationScoped
class TicketEventsConsumer implements EventConsumer {
  private final FollowTicket follow;

  TicketEventsConsumer(FollowTicket follow) {
    this.follow = follow;
  }

  @Override
  public String topic() {
    return "ticket-events";
  }

  @Override
  public String group() {
    return "agent-service";
  }

  @Override
  public Set<String> types() {
    return TicketEventJson.TYPES;
  }

  @Override
  public void apply(IncomingEvent event) {
    follow.handle(new FollowTicket.Command(TicketEventJson.read(event)));
  }
}
