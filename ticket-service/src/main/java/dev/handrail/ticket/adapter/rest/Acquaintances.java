package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.application.port.Agents;
import dev.handrail.ticket.application.port.People;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Customer;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Learns from verified tokens who the agents and customers are, so that a ticket can be given to an
 * agent, or opened for a customer, whose name is then known.
 */
@ApplicationScoped
class Acquaintances {

  private final Agents agents;
  private final People people;

  Acquaintances(Agents agents, People people) {
    this.agents = agents;
    this.people = people;
  }

  /** Notes whoever this is; costs nothing when it was known already. */
  void meet(Caller caller) {
    String app = caller.app();
    switch (caller.role()) {
      case SUPPORT_AGENT, ADMIN ->
          agents.seen(
              new Agent(caller.id(), caller.name(), caller.avatarUrl(), caller.apps(), true));
      case CUSTOMER -> {
        if (app != null) {
          people.seen(
              app, new Customer(caller.id(), caller.name(), caller.kind(), caller.avatarUrl()));
        }
      }
      case SERVICE -> {
        // A service is neither an agent nor a customer; tickets carry its id alone.
      }
    }
  }
}
