package dev.handrail.endtoend.ledger;

/**
 * One change that a writer wants. It is in the ledger before the first attempt.
 *
 * @param key unique; the {@code Idempotency-Key} where there is one, and part of every text that
 *     the operation stores, so that its effect can be found and counted
 * @param ticket key of the operation that opens the ticket
 * @param customer whose ticket it is
 * @param actor who does it
 * @param value the priority, the kind of resolution or the rating; empty for other steps
 */
public record Operation(
    String key, String ticket, Step step, String customer, String actor, String value) {

  /** The opening operation of a ticket. */
  public static Operation create(String key, String customer, String priority) {
    return new Operation(key, key, Step.CREATE, customer, customer, priority);
  }

  /** The text in which the key is to be found again. */
  public String text() {
    return "ledger " + key;
  }
}
