package dev.handrail.ticket.domain;

import java.time.Instant;

/**
 * Where the asking for a rating of an ended ticket stands. A ticket has none before its end, when
 * it is rated, and when there is nothing more to be asked.
 *
 * @param since when it came to that
 */
public record RatingRequest(Step step, Instant since) {

  /** What has been done so far. */
  public enum Step implements Wire {
    /** The customer is to be asked when the app's time has passed. */
    WAITING,
    /** The customer has been asked and may be reminded, once. */
    ASKED
  }
}
