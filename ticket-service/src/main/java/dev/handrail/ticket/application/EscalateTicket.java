package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.Agents;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.Agent;
import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Escalation;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Text;
import dev.handrail.ticket.domain.Ticket;
import dev.handrail.ticket.domain.TicketEvent;
import dev.handrail.ticket.domain.TicketProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Brings a ticket up to an agent or a level, with a reason (T7). */
@ApplicationScoped
public class EscalateTicket {

  /**
   * @param toAgentId who gets it, or {@link AssignTicket#ME}; null leaves it with its agent
   * @param level 1 to {@link Escalation#HIGHEST}, above the present one; null means the next
   */
  public record Command(
      Caller caller,
      String ref,
      @Nullable Long expectedVersion,
      @Nullable String reason,
      @Nullable String toAgentId,
      @Nullable Integer level) {}

  /** The ticket as it is since, and what was done. */
  public record Escalated(Ticket ticket, Escalation escalation) {}

  private final TicketAccess access;
  private final TicketRepository tickets;
  private final Agents agents;
  private final Clock clock;

  EscalateTicket(TicketAccess access, TicketRepository tickets, Agents agents, Clock clock) {
    this.access = access;
    this.tickets = tickets;
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * @throws TicketProblem.IllegalMove when the ticket has ended
   * @throws TicketProblem.Conflict when it is at the level already, the agent may not work for the
   *     app, or has no slot free and the caller is no admin
   */
  @Transactional
  public Escalated handle(Command c) {
    c.caller().requireStaff();
    c.caller().require(Permission.EDIT_TICKETS);
    Text text = new Text();
    String reason = text.block("reason", c.reason(), Escalation.LONGEST_REASON);
    String agentId = c.toAgentId() == null ? null : text.foreignId("toAgentId", c.toAgentId());
    Integer level = c.level();
    if (level != null && (level < 1 || level > Escalation.HIGHEST)) {
      text.problem("level", "must be from 1 to " + Escalation.HIGHEST);
    }
    text.done();
    var opened = access.forChange(c.ref(), c.caller(), c.expectedVersion());
    Escalation.Request request =
        new Escalation.Request(
            Escalation.Cause.MANUAL,
            reason,
            agentId == null ? null : agent(agentId, c.caller()),
            level);
    Change change =
        opened.ticket().escalate(request, c.caller().actor(), opened.profile(), clock.instant());
    tickets.save(change);
    return new Escalated(change.after(), escalationOf(change));
  }

  private Agent agent(String id, Caller caller) {
    return agents
        .findToAssign(id.equals(AssignTicket.ME) ? caller.id() : id)
        .orElseThrow(
            () ->
                new TicketProblem.Conflict("agent-not-eligible", "No approved agent has this id."));
  }

  private static Escalation escalationOf(Change change) {
    return change.events().stream()
        .filter(TicketEvent.Escalated.class::isInstance)
        .map(e -> ((TicketEvent.Escalated) e).escalation())
        .findFirst()
        .orElseThrow();
  }
}
