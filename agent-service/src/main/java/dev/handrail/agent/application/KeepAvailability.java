package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Leases;
import dev.handrail.agent.domain.Agent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Keeps the availability of agents true as time passes (A5): shifts begin and end, leases lapse. A
 * few agents at a time, under their locks; so several replicas may do it at once, each change is
 * made and told once, and a replica that dies leaves the rest to the others.
 */
@ApplicationScoped
public class KeepAvailability {

  private final AgentRepository agents;
  private final Leases leases;
  private final Clock clock;

  KeepAvailability(AgentRepository agents, Leases leases, Clock clock) {
    this.agents = agents;
    this.leases = leases;
    this.clock = clock;
  }

  /**
   * Makes what has become due of at most so many agents.
   *
   * @return how many were due and not in somebody else's hands
   */
  @Transactional
  public int settleDue(int most) {
    List<Agent> due = leases.lockDue(clock.instant(), most);
    for (Agent agent : due) {
      agents.save(agent.settle(clock.instant()));
    }
    return due.size();
  }

  /** An agent is back: what was due is made first, and then it is alive again. */
  @Transactional
  public void comeBack(UUID id) {
    agents
        .findForChange(id)
        .ifPresent(agent -> agents.save(agent.renew(leases.length(), clock.instant())));
  }
}
