package dev.handrail.notification.domain;

import org.jspecify.annotations.Nullable;

/** What happened to a ticket, as far as it matters for who is told. */
public sealed interface TicketEvent {

  record Created() implements TicketEvent {}

  record StatusChanged(TicketStatus from, TicketStatus to) implements TicketEvent {}

  record Assigned(@Nullable String from, String to) implements TicketEvent {}

  record Unassigned(String from) implements TicketEvent {}

  record MessagePosted(boolean isPublic, ActorKind author) implements TicketEvent {}

  record Resolved() implements TicketEvent {}

  record Closed() implements TicketEvent {}

  record Reopened(@Nullable String formerAssigneeId) implements TicketEvent {}

  record Rated() implements TicketEvent {}

  record Updated() implements TicketEvent {}

  record Deleted() implements TicketEvent {}
}
