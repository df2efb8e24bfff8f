package dev.handrail.agent.application;

import dev.handrail.agent.application.DecideOnAgent.Subject;
import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Who an agent is and what it can (A4): its own word on itself, and that of who manages agents. */
@ApplicationScoped
public class ReviseProfile {

  /** What somebody wants to be different; gets the stored profile, gives the checked new one. */
  @FunctionalInterface
  public interface Edit {
    Profile apply(Profile stored, Text text);
  }

  private final AgentAccess access;
  private final AgentRepository agents;
  private final Departments departments;
  private final Clock clock;

  ReviseProfile(AgentAccess access, AgentRepository agents, Departments departments, Clock clock) {
    this.access = access;
    this.agents = agents;
    this.departments = departments;
    this.clock = clock;
  }

  /**
   * The caller's own profile.
   *
   * @throws AgentProblem.NotFound when the caller has no account here
   */
  @Transactional
  public Agent own(Caller caller, @Nullable Long expectedVersion, Edit edit) {
    Agent agent = access.ownForChange(caller, expectedVersion);
    Profile next = edited(agent, edit);
    return save(agent.reviseOwn(next, caller, clock.instant()));
  }

  /** Another's profile. */
  @Transactional
  public Agent of(Subject s, Edit edit) {
    Agent agent = access.forChange(s.id(), s.caller(), s.expectedVersion());
    Profile next = edited(agent, edit);
    return save(agent.revise(next, s.caller(), clock.instant()));
  }

  private Profile edited(Agent agent, Edit edit) {
    Text text = new Text();
    Profile next = edit.apply(agent.profile(), text);
    // One that was closed after the agent had joined it is no reason to refuse another change.
    if (!next.department().equals(agent.profile().department())) {
      MembersOf.active(departments, text, next.department());
    }
    text.done();
    return next;
  }

  private Agent save(Change change) {
    agents.save(change);
    return change.after();
  }
}
