package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Resolves a ticket, or closes it for good (T8). */
@ApplicationScoped
public class EndTicket {

  /** How the ticket ends. */
  public enum Ending {
    /** It waits for the customer's word; type and summary are required. */
    RESOLVE,
    /** It is over; without a type it keeps the resolution it has. */
    CLOSE
  }

  public record Command(
      Caller caller,
      String ref,
      @Nullable Long expectedVersion,
      Ending ending,
      @Nullable String type,
      @Nullable String summary,
      @Nullable String notes) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Clock clock;

  EndTicket(TicketAccess access, TicketRepository tickets, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.IllegalMove when the ticket has ended already
   */
  @Transactional
  public Ticket handle(Command c) {
    c.caller().requireStaff();
    c.caller().require(Permission.CLOSE_TICKETS);
    Resolution resolution = resolution(c);
    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Ticket ticket = opened.ticket();
    Change change =
        c.ending() == Ending.RESOLVE && resolution != null
            ? ticket.resolve(resolution, c.caller(), opened.profile(), clock.instant())
            : ticket.close(resolution, c.caller(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }

  private static @Nullable Resolution resolution(Command c) {
    boolean required = c.ending() == Ending.RESOLVE;
    if (!required && c.type() == null && c.summary() == null && c.notes() == null) {
      return null;
    }
    Text text = new Text();
    ResolutionType type =
        c.type() == null && !required
            ? ResolutionType.SOLVED
            : Fields.choice(text, "type", ResolutionType.class, c.type())
                .orElse(ResolutionType.OTHER);
    String summary =
        required
            ? text.block("summary", c.summary(), 1_000)
            : text.blockOrNull("summary", c.summary(), 1_000);
    String notes = text.blockOrNull("notes", c.notes(), 5_000);
    text.done();
    return new Resolution(type, summary, notes);
  }
}
