package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Sets the read mark of the caller's side, customer or staff, to the end of the thread (T10). */
@ApplicationScoped
public class MarkRead {

  public record Command(Caller caller, String ref) {}

  private final TicketAccess access;
  private final TicketRepository tickets;

  MarkRead(TicketAccess access, TicketRepository tickets) {
    this.access = access;
    this.tickets = tickets;
  }

  /** A service has no side and so no mark: for it, this changes nothing. */
  @Transactional
  public void handle(Command c) {
    c.caller().require(Permission.VIEW_TICKETS);
    var opened = access.forChange(c.ref(), c.caller(), null);
    if (c.caller().isCustomer() || c.caller().isStaff()) {
      tickets.markRead(opened.ticket().id(), c.caller().isStaff());
    }
  }
}
