package dev.handrail.kit.web;

import java.time.Duration;

/** The problems that the kit itself answers with. */
final class Problems {
  static final Duration SHORT_WAIT = Duration.ofSeconds(1);

  private Problems() {}

  static Problem tooLarge(long longest) {
    return Problem.of(
        413, "too-large", "Too large", "The body must not be longer than " + longest + " bytes.");
  }

  static Problem unavailable() {
    return ProblemException.unavailable(SHORT_WAIT).problem();
  }

  static Problem internal() {
    return Problem.of(
        500,
        "internal-error",
        "Something went wrong",
        "It is our fault and was recorded under the X-Request-Id of this answer.");
  }

  /** The problem for a status that a framework decided on. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 ->
          Problem.of(
              400, "invalid-request", "Invalid request", "The request is malformed or invalid.");
      case 401 -> ProblemException.unauthorized().problem();
      case 403 -> ProblemException.forbidden("You may not do this.").problem();
      case 404 -> ProblemException.notFound().problem();
      case 405 ->
          Problem.of(
              405, "method-not-allowed", "Method not allowed", "See the Allow header for those.");
      case 406 ->
          Problem.of(406, "not-acceptable", "Not acceptable", "We answer with application/json.");
      case 413 -> Problem.of(413, "too-large", "Too large", "The request is too large.");
      case 415 ->
          Problem.of(
              415,
              "unsupported-media-type",
              "Unsupported media type",
              "Send the body as another content type, such as application/json.");
      case 503 -> unavailable();
      default ->
          status >= 400 && status < 500
              ? Problem.of(status, "invalid-request", "Invalid request", "It cannot be answered.")
              : internal();
    };
  }
}
