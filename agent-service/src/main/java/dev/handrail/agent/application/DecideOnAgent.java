package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Sessions;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Rights;
import dev.handrail.agent.domain.Session;
import dev.handrail.agent.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of an account (A2): approval, rejection, suspension, reinstatement. */
@ApplicationScoped
public class DecideOnAgent {

  private static final int LONGEST_REASON = 1_000;

  private final AgentAccess access;
  private final AgentRepository agents;
  private final Sessions sessions;
  private final Clock clock;

  DecideOnAgent(AgentAccess access, AgentRepository agents, Sessions sessions, Clock clock) {
    this.access = access;
    this.agents = agents;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Which account is meant, by whom, and as of which version of it. */
  public record Subject(Caller caller, String id, @Nullable Long expectedVersion) {}

  /**
   * Lets an account work.
   *
   * @param apps null means those that the caller serves
   * @param permissions wire values of what it may do over its role's default
   * @throws AgentProblem.IllegalMove when the account is not one to be approved
   */
  @Transactional
  public Agent approve(Subject s, @Nullable List<String> apps, List<String> permissions) {
    Text text = new Text();
    List<String> served = apps == null ? null : Rights.apps(text, apps);
    Set<Permission> grant = Rights.permissions(text, "permissions", permissions);
    text.done();
    return change(s, agent -> agent.approve(served, grant, s.caller(), clock.instant()));
  }

  /** Refuses an account that waits. */
  @Transactional
  public Agent reject(Subject s, @Nullable String reason) {
    String why = reason(reason);
    return change(s, agent -> agent.reject(why, s.caller(), clock.instant()));
  }

  /** Stops an account that works, and ends its sessions, which stay over. */
  @Transactional
  public Agent suspend(Subject s, @Nullable String reason) {
    String why = reason(reason);
    Instant now = clock.instant();
    Agent suspended = change(s, agent -> agent.suspend(why, s.caller(), now));
    sessions.endAll(suspended.id(), null, Session.End.ACCOUNT, now);
    return suspended;
  }

  /** Lets a suspended account work again. */
  @Transactional
  public Agent reinstate(Subject s) {
    return change(s, agent -> agent.reinstate(s.caller(), clock.instant()));
  }

  private Agent change(Subject s, Function<Agent, Change> transition) {
    Change change = transition.apply(access.forChange(s.id(), s.caller(), s.expectedVersion()));
    agents.save(change);
    return change.after();
  }

  private static String reason(@Nullable String reason) {
    Text text = new Text();
    String why = text.block("reason", reason, LONGEST_REASON);
    text.done();
    return why;
  }
}
