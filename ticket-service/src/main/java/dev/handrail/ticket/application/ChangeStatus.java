package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Status;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import dev.handrail.ticket.domain.Wire;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Moves a ticket along its workflow (T4); a customer may close its own resolved ticket. */
@ApplicationScoped
public class ChangeStatus {

  /**
   * @param status wire value of the wanted status
   * @param note reason for the history; the summary where the status ends the ticket
   */
  public record Command(
      Caller caller,
      String ref,
      @Nullable Long expectedVersion,
      @Nullable String status,
      @Nullable String note) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Clock clock;

  ChangeStatus(TicketAccess access, TicketRepository tickets, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Forbidden when a customer wants anything but {@code closed}
   * @throws TicketProblem.IllegalMove when the ticket cannot move there
   */
  @Transactional
  public Ticket handle(Command c) {
    Text text = new Text();
    Status wanted = c.status() == null ? null : Status.parse(c.status()).orElse(null);
    if (wanted == null) {
      text.problem("status", "must be one of " + Wire.all(Status.class));
      text.done();
      throw new IllegalStateException("a recorded problem was not thrown");
    }
    String note = text.blockOrNull("note", c.note(), 1_000);
    requireRight(c.caller(), wanted);
    text.done();

    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Change change =
        c.caller().isCustomer()
            ? opened.ticket().confirm(note, c.caller(), opened.profile(), clock.instant())
            : opened
                .ticket()
                .changeStatus(wanted, note, c.caller(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }

  private static void requireRight(Caller caller, Status wanted) {
    if (caller.isCustomer()) {
      if (wanted != Status.CLOSED) {
        throw new TicketProblem.Forbidden("A customer only closes or reopens its ticket.");
      }
    } else {
      caller.require(wanted.isActive() ? Permission.EDIT_TICKETS : Permission.CLOSE_TICKETS);
    }
  }
}
