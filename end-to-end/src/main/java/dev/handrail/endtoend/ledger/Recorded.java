package dev.handrail.endtoend.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger with its answer.
 *
 * @param outcome null if the writer ended before it knew
 */
public record Recorded(Operation operation, @Nullable Outcome outcome) {

  /** What is certain of the operation. */
  public Outcome.Result result() {
    return outcome == null ? Outcome.Result.INDEFINITE : outcome.result();
  }
}
