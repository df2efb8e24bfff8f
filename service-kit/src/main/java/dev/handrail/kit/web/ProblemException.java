package dev.handrail.kit.web;

import java.time.Duration;
import java.util.List;

/** Ends a request with a {@link Problem}. Mapped in one place; carries no stack trace. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.title(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** 400 for one field, parameter or header. */
  public static ProblemException badRequest(String field, String message) {
    return badRequest(List.of(new Problem.FieldError(field, message)));
  }

  /** 400 naming everything that is wrong. */
  public static ProblemException badRequest(List<Problem.FieldError> errors) {
    return new ProblemException(
        Problem.of(
                400, "invalid-request", "Invalid request", "The request is malformed or invalid.")
            .withErrors(errors));
  }

  /** 401, the same for every reason, so that it teaches an attacker nothing. */
  public static ProblemException unauthorized() {
    return new ProblemException(
        Problem.of(401, "unauthorized", "Not signed in", "This needs a valid bearer token."));
  }

  /** 403: the caller's role can never do this. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(Problem.of(403, "forbidden", "Not allowed", detail));
  }

  /** 404, the same for what never was and what the caller may not see. */
  public static ProblemException notFound() {
    return new ProblemException(
        Problem.of(404, "not-found", "Not found", "There is nothing here for you."));
  }

  /** 409: the request conflicts with the state it meets. */
  public static ProblemException conflict(String slug, String detail) {
    return new ProblemException(Problem.of(409, slug, "Conflict with the current state", detail));
  }

  /** 412: the caller's version is stale. */
  public static ProblemException preconditionFailed() {
    return new ProblemException(
        Problem.of(
            412,
            "precondition-failed",
            "Changed in the meantime",
            "It has another version than If-Match names. Read it again."));
  }

  /** 422: well-formed, but it cannot be done as asked. */
  public static ProblemException unprocessable(String slug, String detail) {
    return new ProblemException(Problem.of(422, slug, "Cannot be processed", detail));
  }

  /** 429: too many requests of this caller. */
  public static ProblemException tooMany(Duration wait) {
    return new ProblemException(
        Problem.of(429, "too-many-requests", "Too many requests", "Slow down and try again later.")
            .withRetryAfter(wait));
  }

  /** 503: overload or a dependency that is away; trying again later may work. */
  public static ProblemException unavailable(Duration wait) {
    return new ProblemException(
        Problem.of(503, "unavailable", "Not available now", "Try again in a moment.")
            .withRetryAfter(wait));
  }
}
