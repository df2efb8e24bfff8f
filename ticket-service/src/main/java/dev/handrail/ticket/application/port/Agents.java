package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Agent;
import java.util.Optional;

/** The agents that tickets may be given to, as far as ticket-service has heard of them. */
public interface Agents {

  Optional<Agent> find(String id);
}
