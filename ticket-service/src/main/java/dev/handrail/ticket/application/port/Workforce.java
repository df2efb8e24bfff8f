package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.routing.Absence;
import dev.handrail.ticket.domain.routing.Candidate;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import dev.handrail.ticket.domain.routing.ListedAgent;
import dev.handrail.ticket.domain.routing.Strategy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The picture of agents and departments that agent-service paints, and what each agent carries. */
public interface Workforce {

  /**
   * Takes over what agent-service says of an agent, unless something newer is known.
   *
   * @param sequence number of the event that says so, among those of this agent
   */
  void note(ListedAgent agent, long sequence);

  /** Likewise of a department; the sequence is the department's. */
  void note(DepartmentRules rules, long sequence);

  /** Departments in which a ticket waits and somebody is there for tickets. */
  List<String> departmentsToRoute();

  /**
   * Who may be given tickets of a department.
   *
   * @param strategy how the department chooses
   * @param candidates who is there for tickets, also those without a slot free
   */
  record Team(Strategy strategy, List<Candidate> candidates) {
    public Team {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Makes this transaction the only one that routes a department.
   *
   * @return empty when another transaction routes it
   */
  Optional<Team> claim(String department);

  /**
   * These agents as they are now, locked until the transaction ends; without those that somebody
   * else has locked.
   */
  List<Candidate> lock(Collection<String> agents);

  /** Agents who are not there and have active tickets that look due to go back. */
  List<Absence> absences(Instant now);

  /** The agent, if it is listed, with its department's rules. */
  Optional<Absence> absence(String agent);
}
