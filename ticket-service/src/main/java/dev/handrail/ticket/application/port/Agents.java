package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Agent;
import java.util.Optional;

/** The agents that tickets may be given to, as far as ticket-service has heard of them. */
public interface Agents {

  /**
   * An agent that a ticket is about to be given to. A listed one comes with its duty, and stays
   * locked until the transaction ends: nobody else gives it a ticket meanwhile. To be called when
   * the ticket is locked, and for one agent in a transaction, so that nobody waits in a circle.
   */
  Optional<Agent> findToAssign(String id);

  /** Takes note of an agent as its token describes it; costs nothing when that was known. */
  void seen(Agent agent);
}
