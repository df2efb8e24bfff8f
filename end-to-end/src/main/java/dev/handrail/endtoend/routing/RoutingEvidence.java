package dev.handrail.endtoend.routing;

import java.util.List;

/**
 * What was seen of a run.
 *
 * @param tickets all events of its tickets
 * @param agents all events of its agents
 * @param outages while something was down or on its way up: nobody is blamed for waiting then
 * @param looked the time in which waiting counts
 */
public record RoutingEvidence(
    List<TicketFact> tickets, List<AgentFact> agents, List<Span> outages, Span looked) {
  public RoutingEvidence {
    tickets = List.copyOf(tickets);
    agents = List.copyOf(agents);
    outages = List.copyOf(outages);
  }

  /** The same with other events of tickets. */
  public RoutingEvidence withTickets(List<TicketFact> others) {
    return new RoutingEvidence(others, agents, outages, looked);
  }

  /** The same with other events of agents. */
  public RoutingEvidence withAgents(List<AgentFact> others) {
    return new RoutingEvidence(tickets, others, outages, looked);
  }
}
