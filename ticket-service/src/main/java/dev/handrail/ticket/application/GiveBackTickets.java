package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.application.port.WaitingTickets;
import dev.handrail.ticket.application.port.Workforce;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Ticket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes their tickets from agents who have been offline for too long or may not work any more (A7),
 * a few of one agent at a time. Whether an agent is still away is looked up when its tickets are
 * locked.
 */
@ApplicationScoped
public class GiveBackTickets {

  /** Small enough that nobody waits long for a ticket of the batch. */
  public static final int MOST_AT_A_TIME = 25;

  private static final Actor ROUTING = Actor.system("routing");

  private final Workforce workforce;
  private final WaitingTickets waiting;
  private final TicketRepository tickets;
  private final AppProfiles profiles;
  private final Clock clock;

  GiveBackTickets(
      Workforce workforce,
      WaitingTickets waiting,
      TicketRepository tickets,
      AppProfiles profiles,
      Clock clock) {
    this.workforce = workforce;
    this.waiting = waiting;
    this.tickets = tickets;
    this.profiles = profiles;
    this.clock = clock;
  }

  /** Ids of the agents whose tickets are to go back now. */
  public List<String> absentees() {
    Instant now = clock.instant();
    return workforce.absences(now).stream()
        .filter(a -> a.reasonToGiveBack(now).isPresent())
        .map(a -> a.agent().id())
        .toList();
  }

  /**
   * Takes some of an agent's tickets.
   *
   * @return how many; 0 when it is back, or has none that nobody else is changing
   */
  @Transactional
  public int handle(String agent) {
    List<Ticket> held = waiting.lockOf(agent, MOST_AT_A_TIME);
    Instant now = clock.instant();
    Optional<String> reason = workforce.absence(agent).flatMap(a -> a.reasonToGiveBack(now));
    if (reason.isEmpty()) {
      return 0;
    }
    tickets.saveAll(
        held.stream()
            .map(t -> t.giveBack(agent, reason.get(), ROUTING, profileOf(t), now))
            .toList());
    return held.size();
  }

  private AppProfile profileOf(Ticket ticket) {
    return profiles
        .find(ticket.app())
        .orElseThrow(() -> new IllegalStateException("There is no app " + ticket.app() + "."));
  }
}
