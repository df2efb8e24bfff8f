package dev.handrail.ticket.adapter.kafka;

import dev.handrail.kit.inbox.EventConsumer;
import dev.handrail.kit.inbox.IncomingEvent;
import dev.handrail.ticket.application.NoteAgents;
import jakarta.enterprise.context.ApplicationScoped;

/** Hears of agents and departments from agent-service. */
@ApplicationScoped
class AgentEventsConsumer implements EventConsumer {
  private final NoteAgents note;

  AgentEventsConsumer(NoteAgents note) {
    this.note = note;
  }

  @Override
  public String topic() {
    return "agent-events";
  }

  @Override
  public String group() {
    return "ticket-service";
  }

  @Override
  public void apply(IncomingEvent event) {
    AgentEventJson.read(event).ifPresent(note::handle);
  }
}
