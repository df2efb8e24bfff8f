package dev.handrail.ticket.domain.routing;

import dev.handrail.ticket.domain.Wire;

/** Whether an agent is there for new tickets. Only who is available is given any by routing. */
public enum Availability implements Wire {
  AVAILABLE,
  BUSY,
  AWAY,
  OFFLINE
}
