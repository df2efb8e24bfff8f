package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Leases;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Availability;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** An agent says how it can be reached, which holds until its next shift begins or ends (A5). */
@ApplicationScoped
public class SetAvailability {

  /** Who, and how it can be reached from now on. */
  public record Command(Caller caller, Availability chosen) {}

  private final AgentAccess access;
  private final AgentRepository agents;
  private final Leases leases;
  private final Clock clock;

  SetAvailability(AgentAccess access, AgentRepository agents, Leases leases, Clock clock) {
    this.access = access;
    this.agents = agents;
    this.leases = leases;
    this.clock = clock;
  }

  /** Sets it; the agent is alive from now on, too. What it is already changes nothing else. */
  @Transactional
  public Agent handle(Command c) {
    Agent own = access.ownForChange(c.caller(), null);
    Change change = own.setAvailability(c.chosen(), leases.length(), c.caller(), clock.instant());
    agents.save(change);
    return change.after();
  }
}
