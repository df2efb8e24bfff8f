package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Takes a ticket from its agent, so that anyone may pick it (T5). */
@ApplicationScoped
public class UnassignTicket {

  public record Command(Caller caller, String ref, @Nullable Long expectedVersion) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Clock clock;

  UnassignTicket(TicketAccess access, TicketRepository tickets, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Conflict when another agent has it and the caller is no admin
   */
  @Transactional
  public Ticket handle(Command c) {
    c.caller().requireStaff();
    c.caller().require(Permission.ASSIGN_TICKETS);
    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Change change = opened.ticket().unassign(c.caller(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }
}
