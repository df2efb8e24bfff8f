package dev.handrail.endtoend.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How an operation ended.
 *
 * @param key of the operation
 * @param attempts requests that were made
 * @param unknowns attempts whose effect was not known when the next one began
 * @param status HTTP status of the last answer; 0 if there was none
 * @param ticketId of the ticket, as the platform named it
 * @param messageId of the message that the operation added
 * @param seen the ticket as the answer showed it; null if the answer shows none
 */
public record Outcome(
    String key,
    Result result,
    int attempts,
    int unknowns,
    int status,
    @Nullable String ticketId,
    @Nullable String messageId,
    @Nullable Seen seen) {

  /** What is certain of an operation. */
  public enum Result {
    /** Acknowledged: it must be there, once. */
    DONE,
    /** Answered with a problem: it must not be there. */
    REFUSED,
    /** Never answered within the patience of the writer: it may be there, at most once. */
    INDEFINITE
  }

  /** Fields of a ticket in an answer. */
  public record Seen(String number, String status, long version) {}

  /** Of an operation that was given up without a certain answer. */
  static Outcome indefinite(Operation operation, int attempts) {
    return new Outcome(operation.key(), Result.INDEFINITE, attempts, attempts, 0, null, null, null);
  }
}
