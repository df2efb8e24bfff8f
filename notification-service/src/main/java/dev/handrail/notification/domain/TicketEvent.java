package dev.handrail.notification.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a ticket, as far as it matters for who is told. */
public sealed interface TicketEvent {

  record Created() implements TicketEvent {}

  record StatusChanged(TicketStatus from, TicketStatus to) implements TicketEvent {}

  /**
   * An agent got the ticket.
   *
   * @param byEscalation whether an {@link Escalated} of the same change says more of it
   */
  record Assigned(@Nullable String from, String to, boolean byEscalation) implements TicketEvent {}

  record Unassigned(String from) implements TicketEvent {}

  record MessagePosted(boolean isPublic, ActorKind author) implements TicketEvent {}

  /**
   * The ticket was resolved.
   *
   * @param formerAgents those from whom an escalation took it
   */
  record Resolved(List<String> formerAgents) implements TicketEvent {
    public Resolved {
      formerAgents = List.copyOf(formerAgents);
    }
  }

  /**
   * The ticket was closed.
   *
   * @param formerAgents those from whom an escalation took it, where they have not heard of a
   *     resolution
   */
  record Closed(List<String> formerAgents) implements TicketEvent {
    public Closed {
      formerAgents = List.copyOf(formerAgents);
    }
  }

  record Reopened(@Nullable String formerAssigneeId) implements TicketEvent {}

  record Rated() implements TicketEvent {}

  record Updated() implements TicketEvent {}

  record Deleted() implements TicketEvent {}

  /**
   * The ticket went up a level.
   *
   * @param from who had it
   * @param to who was given it; null where it kept its agent
   */
  record Escalated(@Nullable String from, @Nullable String to) implements TicketEvent {}

  record RatingRequested() implements TicketEvent {}

  record Overdue() implements TicketEvent {}

  /** A promise is in danger. */
  record SlaAtRisk() implements TicketEvent {}

  /** A promise was not kept. */
  record SlaBreached() implements TicketEvent {}
}
