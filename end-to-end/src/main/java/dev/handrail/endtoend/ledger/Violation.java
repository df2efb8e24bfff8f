package dev.handrail.endtoend.ledger;

/**
 * A promise that the platform did not keep.
 *
 * @param about the key, id or name of what it is about
 * @param detail what was expected and what was found
 */
public record Violation(Kind kind, String about, String detail) {

  /** Which promise. */
  public enum Kind {
    /** An operation that had to succeed was refused. */
    REFUSED,
    /** Acknowledged, but not stored. */
    ACKNOWLEDGED_MISSING,
    /** Stored otherwise than acknowledged. */
    STORED_DIFFERS,
    /** One operation, several rows. */
    STORED_TWICE,
    /** A row that no operation explains. */
    UNLEDGERED_ROW,
    /** The history does not tell of each change once, in order. */
    HISTORY_DIFFERS,
    /** An event that had to be published was not. */
    EVENT_MISSING,
    /** An event that nothing explains. */
    EVENT_UNEXPECTED,
    /** An event says something else than what happened. */
    EVENT_DIFFERS,
    /** Two events with one number, or one event with two. */
    EVENT_AMBIGUOUS,
    /** Events of one ticket arrived for the first time in another order than they happened. */
    EVENT_ORDER,
    /** A consumer has not noted an event as applied. */
    INBOX_MISSING,
    /** A consumer has noted an event twice, or one that was never published. */
    INBOX_UNEXPECTED,
    /** Somebody was not told. */
    NOTIFICATION_MISSING,
    /** Somebody was told twice of one event. */
    NOTIFICATION_TWICE,
    /** Somebody was told of what is none of its business, or of nothing. */
    NOTIFICATION_UNEXPECTED,
    /** Not everything was delivered when the time for it was over. */
    NOT_QUIET,
    /** Good events were put aside as bad. */
    DEAD_LETTERS
  }

  @Override
  public String toString() {
    return kind + " " + about + ": " + detail;
  }
}
