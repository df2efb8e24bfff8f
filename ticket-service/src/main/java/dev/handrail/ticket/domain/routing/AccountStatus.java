package dev.handrail.ticket.domain.routing;

import dev.handrail.ticket.domain.Wire;

/** Where an agent's account stands. Only an approved one works. */
public enum AccountStatus implements Wire {
  PENDING,
  APPROVED,
  REJECTED,
  SUSPENDED
}
