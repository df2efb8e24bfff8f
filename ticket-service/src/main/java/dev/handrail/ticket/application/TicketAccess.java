package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Scope;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The door to one ticket: opens it for a change when the caller may see it. */
@ApplicationScoped
public class TicketAccess {

  /** A ticket that its caller sees, with the profile of its app. */
  public record Opened(Ticket ticket, AppProfile profile) {}

  private final TicketRepository tickets;
  private final AppProfiles profiles;

  TicketAccess(TicketRepository tickets, AppProfiles profiles) {
    this.tickets = tickets;
    this.profiles = profiles;
  }

  /**
   * Locks the ticket for this transaction.
   *
   * @param ref id or number
   * @param expectedVersion the caller's {@code If-Match}; null means whatever is current
   * @throws TicketProblem.NotFound when it is absent or not for this caller to see
   * @throws TicketProblem.Stale when the version is another
   */
  Opened forChange(String ref, Caller caller, @Nullable Long expectedVersion) {
    Opened opened = ofServedApp(ref, caller);
    if (!Scope.of(caller, profiles.all()).includes(opened.ticket())) {
      throw new TicketProblem.NotFound();
    }
    return atVersion(opened, caller, expectedVersion);
  }

  /**
   * Like {@link #forChange}, but for taking a ticket: staff of the app may reach for any ticket of
   * it, because who loses a race must be told so even when the ticket has gone out of sight.
   */
  Opened forAssignment(String ref, Caller caller, @Nullable Long expectedVersion) {
    return atVersion(ofServedApp(ref, caller), caller, expectedVersion);
  }

  /**
   * Like {@link #forChange}, but also for who follows the ticket without seeing it any more: what
   * somebody is told of, it can put an end to.
   */
  Opened forWatcher(String ref, Caller caller) {
    Opened opened = ofServedApp(ref, caller);
    if (!opened.ticket().watchers().contains(caller.id())
        && !Scope.of(caller, profiles.all()).includes(opened.ticket())) {
      throw new TicketProblem.NotFound();
    }
    return opened;
  }

  private Opened ofServedApp(String ref, Caller caller) {
    Ticket ticket = tickets.findForChange(ref).orElseThrow(TicketProblem.NotFound::new);
    if (!caller.serves(ticket.app())) {
      throw new TicketProblem.NotFound();
    }
    AppProfile profile =
        Objects.requireNonNull(
            profiles.find(ticket.app()).orElse(null), "every ticket's app has a profile");
    return new Opened(ticket, profile);
  }

  private static Opened atVersion(Opened opened, Caller caller, @Nullable Long expected) {
    long current = opened.ticket().versionFor(caller);
    if (expected != null && expected != current) {
      throw new TicketProblem.Stale(expected, current);
    }
    return opened;
  }
}
