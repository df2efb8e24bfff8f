package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Departments;
import dev.handrail.agent.domain.Department;
import dev.handrail.agent.domain.Text;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Checks of who belongs where, shared by accounts, departments and teams. */
final class MembersOf {

  private MembersOf() {}

  /**
   * Records a problem unless agents can join the department, which then stays until the transaction
   * ends.
   */
  static void active(Departments departments, Text text, String key) {
    if (!key.isEmpty() && !departments.holdActive(key)) {
      List<String> offered =
          departments.all().stream().filter(Department::active).map(Department::key).toList();
      text.problem("department", "must be one of " + String.join(", ", offered));
    }
  }

  /** Records a problem unless all are approved agents. */
  static void approved(AgentRepository agents, Text text, String field, Collection<UUID> ids) {
    Set<UUID> unknown = new HashSet<>(ids);
    unknown.removeAll(agents.approved(ids));
    if (!unknown.isEmpty()) {
      text.problem(
          field,
          "are no approved agents: "
              + unknown.stream().sorted().map(UUID::toString).collect(Collectors.joining(", ")));
    }
  }
}
