package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.domain.AgentProblem;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.DepartmentChange;
import dev.handrail.agent.domain.Permission;
import dev.handrail.agent.domain.Strategy;
import dev.handrail.agent.domain.Text;
import dev.handrail.agent.domain.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the departments, who leads them, and how they are routed (A4, A7). */
@ApplicationScoped
public class EditDepartments {

  private final Departments departments;
  private final AgentRepository agents;
  private final Clock clock;

  EditDepartments(Departments departments, AgentRepository agents, Clock clock) {
    this.departments = departments;
    this.agents = agents;
    this.clock = clock;
  }

  /** Which department is meant, by whom, and as of which version of it. */
  public record Subject(Caller caller, String key, @Nullable Long expectedVersion) {}

  /**
   * Adds a department.
   *
   * @throws AgentProblem.Conflict when there is one of this key
   */
  @Transactional
  public Department add(
      Caller caller,
      @Nullable String key,
      @Nullable String name,
      boolean active,
      List<UUID> leads) {
    caller.require(Permission.MANAGE_AGENTS);
    Text text = new Text();
    String newKey = text.key("key", key);
    String newName = Department.name(text, name);
    List<UUID> newLeads = Department.leads(text, leads);
    MembersOf.approved(agents, text, "leads", newLeads);
    text.done();
    DepartmentChange change =
        departments
            .findForChange(newKey)
            .map(d -> d.reopen(newName, active, newLeads, caller.actor(), clock.instant()))
            .orElseGet(
                () ->
                    Department.open(
                        newKey, newName, active, newLeads, caller.actor(), clock.instant()));
    return save(change);
  }

  /**
   * Corrects a department.
   *
   * @param name null leaves it, as with the others
   */
  @Transactional
  public Department revise(
      Subject s, @Nullable String name, @Nullable Boolean active, @Nullable List<UUID> leads) {
    Department stored = stored(s);
    Text text = new Text();
    String newName = name == null ? stored.name() : Department.name(text, name);
    List<UUID> newLeads = stored.leads();
    if (leads != null) {
      newLeads = Department.leads(text, leads);
      // A lead that has been suspended since may stay until somebody chooses another.
      List<UUID> added = new ArrayList<>(newLeads);
      added.removeAll(stored.leads());
      MembersOf.approved(agents, text, "leads", added);
    }
    text.done();
    return save(
        stored.revise(
            newName,
            active == null ? stored.active() : active,
            newLeads,
            s.caller().actor(),
            clock.instant()));
  }

  /**
   * Sets how its tickets are routed.
   *
   * @param strategy wire value
   * @param giveBackAfter null: an agent that is away keeps its tickets
   */
  @Transactional
  public Department route(Subject s, @Nullable String strategy, @Nullable Duration giveBackAfter) {
    Department stored = stored(s);
    Optional<Strategy> how =
        strategy == null ? Optional.empty() : Wire.find(Strategy.class, strategy);
    return save(
        stored.route(
            how.orElseThrow(
                () ->
                    new AgentProblem.Invalid(
                        "strategy", "must be one of " + Wire.all(Strategy.class))),
            giveBackAfter,
            s.caller().actor(),
            clock.instant()));
  }

  /**
   * Removes a department to which nobody belongs; one in use can be made inactive.
   *
   * @throws AgentProblem.Conflict when an account or a team belongs to it
   */
  @Transactional
  public void remove(Subject s) {
    Department stored = stored(s);
    if (departments.isUsed(stored.key())) {
      throw new AgentProblem.Conflict(
          "department-in-use",
          "Agents or teams belong to this department; make it inactive instead.");
    }
    save(stored.remove(s.caller().actor(), clock.instant()));
  }

  private Department stored(Subject s) {
    s.caller().require(Permission.MANAGE_AGENTS);
    return Versions.at(
        departments.findForChange(s.key()).filter(d -> !d.removed()),
        s.expectedVersion(),
        Department::version);
  }

  private Department save(DepartmentChange change) {
    departments.save(change);
    return change.after();
  }
}
