package dev.handrail.agent.application;

import dev.handrail.agent.application.port.Leases;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/**
 * Somebody who may be an agent has made a request, which shows that it is there. Until the live
 * channel exists, requests are the heartbeat of an agent's lease.
 */
@ApplicationScoped
public class NoteSignOfLife {

  private final Leases leases;
  private final KeepAvailability availability;
  private final Clock clock;

  NoteSignOfLife(Leases leases, KeepAvailability availability, Clock clock) {
    this.leases = leases;
    this.availability = availability;
    this.clock = clock;
  }

  /** Prolongs the agent's lease if that is worth while; for anyone else does nothing. */
  public void of(UUID agent) {
    if (!leases.prolong(agent, clock.instant())) {
      availability.comeBack(agent);
    }
  }
}
