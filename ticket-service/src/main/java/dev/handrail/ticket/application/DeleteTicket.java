package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Removes a ticket and its thread; the history says that it was there. */
@ApplicationScoped
public class DeleteTicket {

  public record Command(Caller caller, String ref, @Nullable Long expectedVersion) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Clock clock;

  DeleteTicket(TicketAccess access, TicketRepository tickets, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.clock = clock;
  }

  @Transactional
  public void handle(Command c) {
    c.caller().require(Permission.DELETE_TICKETS);
    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    tickets.save(opened.ticket().delete(c.caller().actor(), opened.profile(), clock.instant()));
  }
}
