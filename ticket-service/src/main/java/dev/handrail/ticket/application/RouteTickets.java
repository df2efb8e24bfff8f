package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.application.port.WaitingTickets;
import dev.handrail.ticket.application.port.WaitingTickets.Offer;
import dev.handrail.ticket.application.port.Workforce;
import dev.handrail.ticket.application.port.Workforce.Team;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.routing.Candidate;
import dev.handrail.ticket.domain.routing.Demand;
import dev.handrail.ticket.domain.routing.Placement;
import dev.handrail.ticket.domain.routing.Routing;
import dev.handrail.ticket.domain.routing.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives waiting tickets to agents (A7), a department and a few tickets at a time, each pass in a
 * transaction of its own: what it chose is stored whole or not at all, and a router that dies
 * leaves everything to the next one.
 *
 * <p>Locks are taken in the order tickets, then agents, and never waited for.
 */
@ApplicationScoped
public class RouteTickets {

  /** Small enough that nobody waits long for a ticket of the pass. */
  public static final int MOST_PER_PASS = 50;

  /**
   * @param cautious takes one ticket, and not always the first: for when a pass has failed
   */
  public record Command(String department, boolean cautious) {}

  /** How a pass ended. */
  public sealed interface Pass {}

  /** So many tickets were given out; there may be more to give. */
  public record Placed(int tickets) implements Pass {}

  /** Nothing that waits can be given to anybody now. */
  public record Idle() implements Pass {}

  /** Another router has the department, or others have what was chosen: try again soon. */
  public record Contended() implements Pass {}

  private static final Actor ROUTING = Actor.system("routing");

  private final Workforce workforce;
  private final WaitingTickets waiting;
  private final TicketRepository tickets;
  private final AppProfiles profiles;
  private final Clock clock;

  RouteTickets(
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

  /** Where there may be something to do. */
  public List<String> departments() {
    return workforce.departmentsToRoute();
  }

  /** One pass through a department. */
  @Transactional
  public Pass handle(Command c) {
    Optional<Team> team = workforce.claim(c.department());
    if (team.isEmpty()) {
      return new Contended();
    }
    List<Candidate> candidates = team.get().candidates();
    List<Offer> offers = offers(c.department(), candidates);
    if (offers.isEmpty()) {
      return new Idle();
    }
    Map<UUID, Ticket> found = new LinkedHashMap<>();
    waiting
        .lockNext(offers, c.cautious() ? 1 : MOST_PER_PASS, c.cautious())
        .forEach(t -> found.put(t.id(), t));
    if (found.isEmpty()) {
      // None is left that these agents have not given back, or others have them all.
      return new Idle();
    }
    Instant now = clock.instant();
    List<Placement> chosen =
        Routing.choose(
            found.values().stream().map(Waiting::of).toList(),
            candidates,
            team.get().strategy(),
            now);
    if (chosen.isEmpty()) {
      return new Idle();
    }
    List<Placement> confirmed =
        Routing.confirm(
            chosen, workforce.lock(chosen.stream().map(p -> p.to().id()).distinct().toList()));
    if (confirmed.isEmpty()) {
      return new Contended();
    }
    List<Change> changes = new ArrayList<>();
    for (Placement p : confirmed) {
      Ticket ticket = Objects.requireNonNull(found.get(p.ticket().ticket()), "one of these");
      // A moment apart, so that of two agents it is known who was given one later.
      changes.add(routed(ticket, p, now.plus(changes.size(), ChronoUnit.MICROS)));
    }
    tickets.saveAll(changes);
    return new Placed(changes.size());
  }

  private List<Offer> offers(String department, List<Candidate> candidates) {
    List<Candidate> free = candidates.stream().filter(a -> a.freeSlots() > 0).toList();
    List<Offer> offers = new ArrayList<>();
    if (free.isEmpty()) {
      return offers;
    }
    for (Demand demand : waiting.demands(department)) {
      List<Candidate> eligible = free.stream().filter(a -> a.isEligible(demand)).toList();
      int slots = eligible.stream().mapToInt(Candidate::freeSlots).sum();
      if (slots > 0 && profiles.find(demand.app()).isPresent()) {
        offers.add(new Offer(demand, eligible.stream().map(Candidate::id).toList(), slots));
      }
    }
    return offers;
  }

  private Change routed(Ticket ticket, Placement placement, Instant now) {
    Candidate to = placement.to();
    AppProfile profile = profiles.find(ticket.app()).orElseThrow();
    Agent agent = new Agent(to.id(), to.name(), to.avatarUrl(), to.agent().apps(), true);
    return ticket.route(agent, placement.reason(), ROUTING, profile, now);
  }
}
