package dev.handrail.notification.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told what when something happens to a ticket or to an agent's account. Nobody is told of
 * what they did themselves, except that a customer always gets the confirmation of a new ticket.
 *
 * <p>One change of a ticket often is several events; what people want to see is one notification.
 * So of each pair the event that says more speaks and the other is silent: assigning speaks for the
 * status it sets, resolving and reopening for theirs, and closing is told as the status it is;
 * escalating speaks to agents for all that it does. A request for a rating is told beside the rest.
 * Where an app has fewer statuses, that cannot be seen from one event alone; then all events of the
 * change make the same {@link Notification#id()} for a person, and the first one stays.
 *
 * <p>Staff who follow a ticket are told what its people are told of assignments, statuses, public
 * messages, resolving and reopening. Who is concerned for another reason is told that alone.
 *
 * <p>What goes wrong with a ticket (escalated, targets in danger, missed or long past) is told to
 * the leads of its department and to the admins too; what a customer says on a ticket that nobody
 * has, to the agents of its department. New tickets are told to no colleague unless it asks for
 * that, and nobody can ask yet.
 */
public final class WhoIsTold {
  private final Actor actor;
  private final List<Told> told = new ArrayList<>();

  private WhoIsTold(Actor actor) {
    this.actor = actor;
  }

  /** Whether an event of a ticket can be news to others than those who stand on it. */
  public static boolean concernsColleagues(TicketNews news) {
    return switch (news.event()) {
      case TicketEvent.Escalated _,
          TicketEvent.SlaAtRisk _,
          TicketEvent.SlaBreached _,
          TicketEvent.Overdue _ ->
          true;
      case TicketEvent.MessagePosted(boolean isPublic, ActorKind author) ->
          isPublic && author == ActorKind.CUSTOMER && news.ticket().assigneeId() == null;
      default -> false;
    };
  }

  /** Everyone who is told of an event of a ticket, each person once. */
  public static List<Told> of(TicketNews news, Colleagues colleagues) {
    WhoIsTold who = new WhoIsTold(news.actor());
    who.decide(news, colleagues);
    return List.copyOf(who.told);
  }

  /** Everyone who is told of an event of an agent's account, each person once. */
  public static List<Told> of(AgentNews news, List<String> admins) {
    WhoIsTold who = new WhoIsTold(news.actor());
    String agent = news.agent().id().toString();
    switch (news.event()) {
      case REGISTERED ->
          admins.stream()
              .filter(admin -> !admin.equals(agent))
              .forEach(admin -> who.tellAgent(admin, Kind.AGENT_REGISTERED, null));
      case APPROVED -> who.tellAgent(agent, Kind.AGENT_APPROVED, null);
      case REJECTED -> who.tellAgent(agent, Kind.AGENT_REJECTED, null);
      case OTHER -> {
        // Nobody's news.
      }
    }
    return List.copyOf(who.told);
  }

  private void decide(TicketNews news, Colleagues colleagues) {
    Recipient customer = new Recipient.Customer(news.ticket().app(), news.ticket().customerId());
    List<String> watchers = news.ticket().watcherIds();
    String assignee = news.ticket().assigneeId();
    switch (news.event()) {
      case TicketEvent.Created _ -> told.add(new Told(customer, Kind.TICKET_CREATED, null));
      case TicketEvent.Assigned(String from, String to, boolean byEscalation) -> {
        tell(customer, Kind.TICKET_ASSIGNED, null);
        if (!byEscalation) {
          tellAgent(to, Kind.TICKET_ASSIGNED, null);
          tellAgent(from, Kind.STATUS_CHANGED, Turn.TAKEN_AWAY);
        }
        tellAll(watchers, Kind.STATUS_CHANGED, Turn.GIVEN_TO_SOMEBODY);
      }
      case TicketEvent.Unassigned(String from) ->
          tellAgent(from, Kind.STATUS_CHANGED, Turn.TAKEN_AWAY);
      case TicketEvent.StatusChanged(TicketStatus from, TicketStatus to) -> {
        if (!isToldByAnother(from, to)) {
          tell(customer, Kind.STATUS_CHANGED, null);
          if (!to.equals(TicketStatus.ESCALATED)) {
            tellAgent(assignee, Kind.STATUS_CHANGED, null);
          }
          tellAll(watchers, Kind.STATUS_CHANGED, null);
        }
      }
      case TicketEvent.MessagePosted(boolean isPublic, ActorKind author) -> {
        if (isPublic) {
          tellOfReply(author, customer, assignee);
          tellAll(watchers, Kind.NEW_REPLY, null);
          if (author == ActorKind.CUSTOMER && assignee == null) {
            tellAll(colleagues.agents(), Kind.NEW_REPLY, null);
          }
        }
      }
      case TicketEvent.Resolved(List<String> formerAgents) -> {
        tell(customer, Kind.TICKET_RESOLVED, null);
        tellAgent(assignee, Kind.TICKET_RESOLVED, null);
        formerAgents.forEach(agent -> tellAgent(agent, Kind.TICKET_RESOLVED, null));
        tellAll(watchers, Kind.TICKET_RESOLVED, null);
      }
      case TicketEvent.Closed(List<String> formerAgents) ->
          // To customer and assignee it is told as a change of status.
          formerAgents.stream()
              .filter(agent -> !agent.equals(assignee))
              .forEach(agent -> tellAgent(agent, Kind.STATUS_CHANGED, null));
      case TicketEvent.Escalated(String from, String to) -> {
        tellAgent(to, Kind.TICKET_ESCALATED, null);
        tellAgent(from, Kind.TICKET_ESCALATED, to == null ? null : Turn.TAKEN_AWAY);
        alarm(colleagues, Kind.TICKET_ESCALATED);
      }
      case TicketEvent.RatingRequested _ -> tell(customer, Kind.RATING_REQUESTED, null);
      case TicketEvent.Overdue _ -> {
        tellAgent(assignee, Kind.TICKET_OVERDUE, null);
        alarm(colleagues, Kind.TICKET_OVERDUE);
      }
      case TicketEvent.SlaAtRisk _ -> {
        tellAgent(assignee, Kind.SLA_AT_RISK, null);
        alarm(colleagues, Kind.SLA_AT_RISK);
      }
      case TicketEvent.SlaBreached _ -> {
        tellAgent(assignee, Kind.SLA_BREACHED, null);
        alarm(colleagues, Kind.SLA_BREACHED);
      }
      case TicketEvent.Reopened(String formerAssignee) -> {
        tell(customer, Kind.STATUS_CHANGED, Turn.REOPENED);
        tellAgent(assignee, Kind.STATUS_CHANGED, Turn.REOPENED);
        tellAgent(formerAssignee, Kind.STATUS_CHANGED, Turn.REOPENED);
        tellAll(watchers, Kind.STATUS_CHANGED, Turn.REOPENED);
      }
      case TicketEvent.Rated _, TicketEvent.Updated _, TicketEvent.Deleted _ -> {
        // Nobody's news.
      }
    }
  }

  /** Whether the same change has an event that says it better. */
  private static boolean isToldByAnother(TicketStatus from, TicketStatus to) {
    boolean reopened = from.isOver() && !to.isOver();
    return reopened || to.equals(TicketStatus.RESOLVED) || to.equals(TicketStatus.ASSIGNED);
  }

  private void tellOfReply(ActorKind author, Recipient customer, @Nullable String assignee) {
    switch (author) {
      case CUSTOMER -> tellAgent(assignee, Kind.NEW_REPLY, null);
      case STAFF -> tell(customer, Kind.NEW_REPLY, null);
      case PROGRAM -> {
        tell(customer, Kind.NEW_REPLY, null);
        tellAgent(assignee, Kind.NEW_REPLY, null);
      }
    }
  }

  /** For those who look after the others. */
  private void alarm(Colleagues colleagues, Kind kind) {
    tellAll(colleagues.leads(), kind, null);
    tellAll(colleagues.admins(), kind, null);
  }

  private void tellAll(List<String> staff, Kind kind, @Nullable Turn turn) {
    staff.forEach(id -> tellAgent(id, kind, turn));
  }

  private void tellAgent(@Nullable String id, Kind kind, @Nullable Turn turn) {
    if (id != null) {
      tell(new Recipient.Staff(id), kind, turn);
    }
  }

  private void tell(Recipient recipient, Kind kind, @Nullable Turn turn) {
    boolean known = told.stream().anyMatch(t -> t.recipient().equals(recipient));
    if (!known && !actor.is(recipient)) {
      told.add(new Told(recipient, kind, turn));
    }
  }
}
