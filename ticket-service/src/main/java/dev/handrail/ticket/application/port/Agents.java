package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Agent;
import java.util.Optional;

/** The agents that tickets may be given to, as far as ticket-service has heard of them. */
public interface Agents {

  Optional<Agent> find(String id);

  /** Takes note of an agent as its token describes it; costs nothing when that was known. */
  void seen(Agent agent);
}
