package dev.handrail.notification.domain;

import java.util.UUID;

/**
 * What a notification is about.
 *
 * @param number what people call it; empty where it has none
 * @param app where it belongs; empty for what belongs to no app, which its people always see
 * @param status after the change
 */
public record Subject(Type type, UUID id, String number, String app, TicketStatus status) {

  /** Which sort of thing. */
  public enum Type {
    TICKET,
    AGENT;

    /** The value in JSON and in the database. */
    public String wire() {
      return this == TICKET ? "ticket" : "agent";
    }
  }

  static Subject of(TicketFacts ticket) {
    return new Subject(Type.TICKET, ticket.id(), ticket.number(), ticket.app(), ticket.status());
  }

  static Subject of(AgentFacts agent) {
    return new Subject(Type.AGENT, agent.id(), "", "", new TicketStatus(agent.status()));
  }
}
