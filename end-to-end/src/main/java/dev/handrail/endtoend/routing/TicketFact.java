package dev.handrail.endtoend.routing;

import java.time.Instant;

/**
 * What one event on {@code ticket-events} says.
 *
 * @param sequence counts the ticket's events from 1
 * @param at when it happened, by the clock of the service
 * @param type such as {@code TicketAssigned}
 * @param from of an assignment: who had it before; empty for nobody
 * @param how of an assignment, such as {@code routed}; else empty
 * @param active whether support still has to do with it
 * @param assignee after the event; empty for nobody
 */
public record TicketFact(
    String ticket,
    long sequence,
    Instant at,
    String type,
    String from,
    String how,
    boolean active,
    String assignee,
    Needs needs) {

  /** What decides who may get it. */
  public record Needs(String app, String department, String category, String language) {}

  boolean isAssignment() {
    return type.equals("TicketAssigned");
  }

  boolean isWaiting() {
    return active && assignee.isEmpty();
  }
}
