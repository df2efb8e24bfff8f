package dev.handrail.notification.domain;

/**
 * A ticket's status as its wire value. Not an enumeration: a value that ticket-service adds later
 * is an active status to us.
 */
public record TicketStatus(String value) {
  public static final TicketStatus ASSIGNED = new TicketStatus("assigned");
  public static final TicketStatus ESCALATED = new TicketStatus("escalated");
  public static final TicketStatus RESOLVED = new TicketStatus("resolved");
  public static final TicketStatus CLOSED = new TicketStatus("closed");

  /** Whether support has finished with the ticket. */
  boolean isOver() {
    return equals(RESOLVED) || equals(CLOSED);
  }

  /** For sentences: {@code in progress}. */
  String words() {
    return value.replace('_', ' ');
  }
}
