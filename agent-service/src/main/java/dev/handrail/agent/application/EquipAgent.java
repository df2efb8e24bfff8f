package dev.handrail.agent.application;

import dev.handrail.agent.application.DecideOnAgent.Subject;
import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Rights;
import dev.handrail.agent.domain.Text;
import dev.handrail.agent.domain.WeeklyShifts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an agent may do, for which apps, how much at a time, and when (A4, A8). */
@ApplicationScoped
public class EquipAgent {

  private final AgentAccess access;
  private final AgentRepository agents;
  private final Clock clock;

  EquipAgent(AgentAccess access, AgentRepository agents, Clock clock) {
    this.access = access;
    this.agents = agents;
    this.clock = clock;
  }

  /** Sets both lists, by wire values. */
  @Transactional
  public Agent permissions(Subject s, List<String> grant, List<String> revoke) {
    Text text = new Text();
    Set<Permission> more = Rights.permissions(text, "grant", grant);
    Set<Permission> less = Rights.permissions(text, "revoke", revoke);
    text.done();
    return change(s, agent -> agent.setPermissions(more, less, s.caller(), clock.instant()));
  }

  /** Sets the apps. */
  @Transactional
  public Agent apps(Subject s, @Nullable List<String> apps) {
    Text text = new Text();
    if (apps == null) {
      text.problem("apps", "is required");
    }
    List<String> served = apps == null ? List.of() : Rights.apps(text, apps);
    text.done();
    return change(s, agent -> agent.setApps(served, s.caller(), clock.instant()));
  }

  /** Sets how many tickets it may have at a time. */
  @Transactional
  public Agent capacity(Subject s, @Nullable Integer most) {
    Text text = new Text();
    if (most == null) {
      text.problem("max", "is required");
    }
    text.done();
    return change(
        s, agent -> agent.setCapacity(most == null ? 0 : most, s.caller(), clock.instant()));
  }

  /** Sets when it works. */
  @Transactional
  public Agent shifts(Subject s, WeeklyShifts shifts) {
    return change(s, agent -> agent.setShifts(shifts, s.caller(), clock.instant()));
  }

  private Agent change(Subject s, Function<Agent, Change> transition) {
    Change change = transition.apply(access.forChange(s.id(), s.caller(), s.expectedVersion()));
    agents.save(change);
    return change.after();
  }
}
