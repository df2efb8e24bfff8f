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
  TICKET_OVERDUE;

  /**
   * Whether it is told beside what else its change tells the same person: a question is no news of
   * the ticket and must not be silenced by any.
   */
  boolean standsAlone() {
    return this == RATING_REQUESTED;
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
