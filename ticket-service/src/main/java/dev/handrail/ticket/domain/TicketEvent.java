package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.Alarm;
import dev.handrail.ticket.domain.sla.Sla;
import dev.handrail.ticket.domain.sla.TargetKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a ticket in one change. The change carries ticket, actor and time; the adapter
 * that publishes turns these into the events of the contract.
 */
public sealed interface TicketEvent {

  /** A ticket was opened; its description is the first message of the thread. */
  record Created(Message opening) implements TicketEvent {}

  record StatusChanged(Status from, Status to) implements TicketEvent {}

  /** An agent got the ticket. */
  record Assigned(@Nullable String from, Assignee to, How how) implements TicketEvent {
    public enum How implements Wire {
      PICKED,
      ASSIGNED,
      HANDED_OVER,
      ESCALATED,
      ROUTED
    }
  }

  record Unassigned(String from) implements TicketEvent {}

  record MessagePosted(Message message) implements TicketEvent {}

  record Resolved(Resolution resolution) implements TicketEvent {}

  record Closed(@Nullable ResolutionType type) implements TicketEvent {}

  record Reopened(@Nullable String formerAssigneeId) implements TicketEvent {}

  record Rated(Rating rating) implements TicketEvent {}

  /** Fields were corrected. {@code formerPriority} is there when the priority is among them. */
  record Updated(Set<String> fields, @Nullable Priority formerPriority) implements TicketEvent {
    public Updated {
      fields = Set.copyOf(fields);
    }
  }

  record PriorityChanged(Priority from, Priority to) implements TicketEvent {}

  /** The targets of the ticket were set, at its opening or anew. */
  record SlaTargetsSet(Sla sla) implements TicketEvent {}

  /** Three quarters of a target are gone, or whatever share its policy says. */
  record SlaAtRisk(Alarm alarm) implements TicketEvent {}

  record SlaBreached(Alarm alarm) implements TicketEvent {}

  /** What was promised has happened in time. */
  record SlaMet(TargetKind kind, Instant at, Instant dueAt) implements TicketEvent {}

  record Deleted() implements TicketEvent {}

  /** The ticket went up a level, and perhaps to another agent: then it was assigned as well. */
  record Escalated(Escalation escalation) implements TicketEvent {}

  /** The customer is asked for its verdict; a reminder when it has been asked before. */
  record RatingRequested(boolean reminder) implements TicketEvent {}

  /** An active ticket is past the time when a target was due. */
  record Overdue(Instant dueAt) implements TicketEvent {}
}
