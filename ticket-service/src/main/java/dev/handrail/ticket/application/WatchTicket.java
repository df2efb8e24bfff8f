package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Lets staff follow a ticket: whoever does is told of what happens to it (T19). It is no change of
 * the ticket: version, times and history stay, and no customer can tell.
 */
@ApplicationScoped
public class WatchTicket {

  /**
   * @param watching whether the caller follows the ticket from now on; what already is stays
   */
  public record Command(Caller caller, String ref, boolean watching) {}

  private final TicketAccess access;
  private final TicketRepository tickets;

  WatchTicket(TicketAccess access, TicketRepository tickets) {
    this.access = access;
    this.tickets = tickets;
  }

  /**
   * @throws TicketProblem.Conflict when as many follow the ticket as may
   */
  @Transactional
  public void handle(Command c) {
    Caller caller = c.caller();
    caller.require(Permission.VIEW_TICKETS);
    caller.requireStaff();
    Ticket ticket =
        (c.watching()
                ? access.forChange(c.ref(), caller, null)
                : access.forWatcher(c.ref(), caller))
            .ticket();
    List<String> watchers =
        c.watching() ? ticket.watchersWith(caller.id()) : ticket.watchersWithout(caller.id());
    if (!watchers.equals(ticket.watchers())) {
      tickets.saveWatchers(ticket.id(), watchers);
    }
  }
}
