package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Agents;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives a ticket to an agent (T5). The ticket is locked while it is decided, so of several who pick
 * it at once exactly one gets it; the others are told of the conflict.
 */
@ApplicationScoped
public class AssignTicket {

  /** In place of an agent's id: the caller itself. */
  public static final String ME = "me";

  public record Command(
      Caller caller, String ref, @Nullable Long expectedVersion, @Nullable String agentId) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Agents agents;
  private final Clock clock;

  AssignTicket(TicketAccess access, TicketRepository tickets, Agents agents, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.Conflict when another has it and the caller may not take it, or the agent
   *     may not work for the app, or it has no slot free and the caller is no admin
   */
  @Transactional
  public Ticket handle(Command c) {
    c.caller().requireStaff();
    c.caller().require(Permission.ASSIGN_TICKETS);
    Text text = new Text();
    String agentId = text.foreignId("agentId", c.agentId());
    text.done();
    boolean self = agentId.equals(ME) || agentId.equals(c.caller().id());
    var opened =
        self
            ? access.forAssignment(c.ref(), c.caller(), c.expectedVersion())
            : access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Agent agent = self ? himself(c.caller()) : other(agentId);
    Change change = opened.ticket().assign(agent, c.caller(), opened.profile(), clock.instant());
    tickets.save(change);
    return change.after();
  }

  /**
   * The caller's own token is the freshest word on who it is; on its work, where agent-service
   * lists it, that of agent-service.
   */
  private Agent himself(Caller caller) {
    Optional<Agent> listed = agents.findToAssign(caller.id()).filter(agent -> agent.duty() != null);
    return new Agent(
        caller.id(),
        caller.name() == null ? listed.map(Agent::name).orElse(null) : caller.name(),
        caller.avatarUrl(),
        listed.map(Agent::apps).orElse(caller.apps()),
        listed.map(Agent::approved).orElse(true),
        listed.map(Agent::duty).orElse(null));
  }

  private Agent other(String id) {
    return agents
        .findToAssign(id)
        .orElseThrow(
            () ->
                new TicketProblem.Conflict("agent-not-eligible", "No approved agent has this id."));
  }
}
