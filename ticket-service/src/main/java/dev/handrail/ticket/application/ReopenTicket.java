package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Agents;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.Assignee;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Takes up a resolved or closed ticket again, within the app's window (T8). The former agent gets
 * it back where it is there and has a slot free, else routing finds another.
 */
@ApplicationScoped
public class ReopenTicket {

  public record Command(
      Caller caller, String ref, @Nullable Long expectedVersion, @Nullable String reason) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Agents agents;
  private final Clock clock;

  ReopenTicket(TicketAccess access, TicketRepository tickets, Agents agents, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.IllegalMove when the ticket has not ended
   * @throws TicketProblem.Conflict when the window has passed
   */
  @Transactional
  public Ticket handle(Command c) {
    if (!c.caller().isCustomer()) {
      c.caller().requireStaff();
      c.caller().require(Permission.CLOSE_TICKETS);
    }
    Text text = new Text();
    String reason = text.block("reason", c.reason(), 1_000);
    text.done();
    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Assignee has = opened.ticket().assignee();
    Agent former = has == null ? null : agents.findToAssign(has.id()).orElse(null);
    Change change =
        opened.ticket().reopen(reason, former, c.caller(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }
}
