package dev.handrail.agent.adapter.kafka;

import dev.handrail.agent.application.FollowTickets;
import dev.handrail.kit.inbox.BatchConsumer;
import dev.handrail.kit.inbox.IncomingEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Hears what happens to tickets. */
@ApplicationScoped
class TicketEventsConsumer implements BatchConsumer {
  private final FollowTickets follow;

  TicketEventsConsumer(FollowTickets follow) {
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

  /** Figures may be as old as a glance: what came in it costs a few statements together. */
  @Override
  public Duration gathers() {
    return Duration.ofMillis(250);
  }

  @Override
  public void applyAll(List<IncomingEvent> events) {
    follow.handle(new FollowTickets.Command(events.stream().map(TicketEventJson::read).toList()));
  }
}
