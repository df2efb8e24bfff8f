package dev.handrail.bench;

/** Why there is no report, in one sentence for whoever started the bench. */
final class BenchProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchProblem(String message) {
    super(message);
  }
}
