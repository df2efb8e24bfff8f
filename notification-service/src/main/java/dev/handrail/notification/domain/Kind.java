package dev.handrail.notification.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a notification is about. */
public enum Kind {
  TICKET_CREATED,
  TICKET_ASSIGNED,
  STATUS_CHANGED,
  NEW_REPLY,
  TICKET_RESOLVED,
  RATING_REQUESTED,
  TICKET_ESCALATED,
  TICKET_OVERDUE,
  SLA_AT_RISK,
  SLA_BREACHED,
  AGENT_REGISTERED,
  AGENT_APPROVED,
  AGENT_REJECTED;

  /**
   * Whether it is told beside what else its change tells the same person: a question and an alarm
   * must not be silenced by other news of the ticket.
   */
  boolean standsAlone() {
    return switch (this) {
      case RATING_REQUESTED, SLA_AT_RISK, SLA_BREACHED -> true;
      case TICKET_CREATED,
          TICKET_ASSIGNED,
          STATUS_CHANGED,
          NEW_REPLY,
          TICKET_RESOLVED,
          TICKET_ESCALATED,
          TICKET_OVERDUE,
          AGENT_REGISTERED,
          AGENT_APPROVED,
          AGENT_REJECTED ->
          false;
    };
  }

  /** The value in JSON and in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this wire value; empty for one of a newer version. */
  public static Optional<Kind> find(String wire) {
    return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
  }
}
