package dev.handrail.ticket.application;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.sql.Sql;
import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Actor;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Content;
import dev.handrail.ticket.domain.Customer;
import dev.handrail.ticket.domain.CustomerKind;
import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Resolution;
import dev.handrail.ticket.domain.ResolutionType;
import dev.handrail.ticket.domain.Source;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.routing.Agents;
import dev.handrail.ticket.domain.routing.DepartmentRules;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Agents and waiting tickets on the real database. Each test takes departments of its own, so that
 * routing there concerns nobody else's tickets.
 */
@ApplicationScoped
public class RoutingScene {
  private static final String APP = "bookings";

  private final AtomicLong sequence = new AtomicLong();
  private final NoteAgents note;
  private final RouteTickets route;
  private final TicketRepository tickets;
  private final AppProfiles profiles;
  private final Sql sql;

  RoutingScene(
      NoteAgents note,
      RouteTickets route,
      TicketRepository tickets,
      AppProfiles profiles,
      Sql sql) {
    this.note = note;
    this.route = route;
    this.tickets = tickets;
    this.profiles = profiles;
    this.sql = sql;
  }

  /** A key that nobody else has. */
  public static String unique(String what) {
    return what + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  /** Hears of an agent as it is now. */
  public void lists(Agents agent) {
    note.handle(new NoteAgents.OfAgent(agent.listed(), sequence.incrementAndGet()));
  }

  public void rules(DepartmentRules rules) {
    note.handle(new NoteAgents.OfDepartment(rules, sequence.incrementAndGet()));
  }

  public AppProfile app() {
    return profiles.find(APP).orElseThrow();
  }

  public Ticket opens(String department) {
    return opens(department, "general", "en", Priority.MEDIUM, Instant.now());
  }

  Ticket opens(String department, String category, String language, Priority priority, Instant at) {
    Instant created = at.truncatedTo(ChronoUnit.MICROS);
    Change change =
        Ticket.open(
            UuidV7.next(),
            "RTG-" + ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000_000_000_000L),
            app(),
            Fixtures.terms(priority),
            new Customer("routed-cora", null, CustomerKind.CUSTOMER, null),
            Source.WEB,
            new Content("A tap", category, department, language, priority, List.of(), Map.of()),
            "It drips.",
            List.of(),
            UuidV7.next(),
            Fixtures.CUSTOMER.actor(),
            created);
    QuarkusTransaction.requiringNew().run(() -> tickets.save(change));
    return change.after();
  }

  /** Changes a ticket under its lock. */
  Ticket change(UUID ticket, Function<Ticket, Change> transition) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Change change =
                  transition.apply(tickets.findForChange(ticket.toString()).orElseThrow());
              tickets.save(change);
              return change.after();
            });
  }

  public Ticket resolves(UUID ticket) {
    return change(
        ticket,
        t ->
            t.resolve(
                new Resolution(ResolutionType.SOLVED, "done", null),
                Fixtures.ADMIN,
                app(),
                Instant.now().truncatedTo(ChronoUnit.MICROS)));
  }

  Ticket read(UUID ticket) {
    return QuarkusTransaction.requiringNew()
        .call(() -> tickets.findForChange(ticket.toString()).orElseThrow());
  }

  public @Nullable String assignee(Ticket ticket) {
    var assignee = read(ticket.id()).assignee();
    return assignee == null ? null : assignee.id();
  }

  /** Gives one ticket to an agent as a pass would. */
  public void routesTo(String ticket, String agent) {
    change(
        UUID.fromString(ticket),
        t ->
            t.route(
                new Agent(agent, agent, null, Set.of("*"), true),
                "skill_based: one of 2 eligible",
                Actor.system("routing"),
                app(),
                Instant.now().truncatedTo(ChronoUnit.MICROS)));
  }

  /** Passes through a department until there is nothing more to give. */
  int routes(String department) {
    int placed = 0;
    while (true) {
      switch (route.handle(new RouteTickets.Command(department, false))) {
        case RouteTickets.Placed p -> placed += p.tickets();
        case RouteTickets.Idle _ -> {
          return placed;
        }
        case RouteTickets.Contended _ -> Thread.onSpinWait();
      }
    }
  }

  /** How many active tickets an agent has. */
  int load(String agent) {
    return count("SELECT count(*) AS n FROM ticket WHERE assignee_id = ? AND active", agent);
  }

  int waiting(String department) {
    return count(
        "SELECT count(*) AS n FROM ticket WHERE department = ? AND assignee_id IS NULL AND active",
        department);
  }

  /** Agents of a department who have more than they take. */
  int overloaded(String department) {
    return count(
        """
        SELECT count(*) AS n FROM agent a WHERE a.department = ? AND a.capacity <
          (SELECT count(*) FROM ticket t WHERE t.assignee_id = a.id AND t.active)
        """,
        department);
  }

  List<UUID> held(String department) {
    return sql.list(
        "SELECT id FROM ticket WHERE department = ? AND assignee_id IS NOT NULL AND active",
        row -> row.uuid("id"),
        department);
  }

  public List<String> reasons(UUID ticket) {
    return sql.list(
        "SELECT action || ': ' || coalesce(reason, '') AS line FROM history"
            + " WHERE ticket_id = ? ORDER BY sequence",
        row -> Objects.requireNonNull(row.stringOrNull("line")),
        ticket);
  }

  private int count(String query, String parameter) {
    return sql.first(query, row -> row.intValue("n"), parameter).orElseThrow();
  }
}
