package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Takes the customer's verdict on a resolved or closed ticket, once (T9). */
@ApplicationScoped
public class RateTicket {

  /**
   * @param rating 1 (bad) to 5 (good)
   */
  public record Command(
      Caller caller, String ref, @Nullable Integer rating, @Nullable String comment) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Clock clock;

  RateTicket(TicketAccess access, TicketRepository tickets, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Conflict when it is not resolved yet, or has been rated
   */
  @Transactional
  public Ticket handle(Command c) {
    if (!c.caller().isCustomer()) {
      throw new TicketProblem.Forbidden("A ticket is rated by its customer.");
    }
    Text text = new Text();
    int stars = c.rating() == null ? 0 : c.rating();
    if (stars < 1 || stars > 5) {
      text.problem("rating", "must be from 1 to 5");
    }
    String comment = text.blockOrNull("comment", c.comment(), 2_000);
    text.done();
    var opened = access.forChange(c.ref(), c.caller(), null);
    Change change =
        opened.ticket().rate(stars, comment, c.caller(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }
}
