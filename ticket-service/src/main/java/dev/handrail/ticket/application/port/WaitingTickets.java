package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.routing.Demand;
import java.util.List;

/** The active tickets that nobody has, and those of agents who are not there. */
public interface WaitingTickets {

  /**
   * What may be taken of one sort.
   *
   * @param agents ids of those who have a slot free for it
   * @param slots how many tickets they take together
   */
  record Offer(Demand demand, List<String> agents, int slots) {
    public Offer {
      agents = List.copyOf(agents);
    }
  }

  /**
   * The sorts of tickets that wait in a department; finding them costs the same however many wait.
   */
  List<Demand> demands(String department);

  /**
   * The next tickets of these sorts in the order in which they are given out, without those that
   * all agents of their offer had already. They are locked until the transaction ends; those that
   * somebody else has locked are left out.
   *
   * @param scattered takes any of the next ones, so that one beyond reading is not in every try
   */
  List<Ticket> lockNext(List<Offer> offers, int most, boolean scattered);

  /** Active tickets of an agent, locked likewise. */
  List<Ticket> lockOf(String agent, int most);
}
