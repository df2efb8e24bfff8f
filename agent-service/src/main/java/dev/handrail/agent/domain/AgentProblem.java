package dev.handrail.agent.domain;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a request cannot be done. Nothing has been changed when one is thrown. */
public abstract sealed class AgentProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private AgentProblem(String detail) {
    // No stack trace: these are answers, not faults, and hostile input must stay cheap.
    super(detail, null, false, false);
  }

  /** What happened, for the caller; never null. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** One field of the request that is wrong, by its JSON path. */
  public record FieldProblem(String field, String message) {}

  /** The request's content is not acceptable; names every wrong field. */
  public static final class Invalid extends AgentProblem {
    private static final long serialVersionUID = 1L;
    private final transient List<FieldProblem> fields;

    public Invalid(List<FieldProblem> fields) {
      super(
          fields.stream()
              .map(f -> f.field() + ": " + f.message())
              .collect(Collectors.joining("; ")));
      this.fields = List.copyOf(fields);
    }

    public Invalid(String field, String message) {
      this(List.of(new FieldProblem(field, message)));
    }

    public List<FieldProblem> fields() {
      return fields;
    }
  }

  /** The caller's role can never do this. */
  public static final class Forbidden extends AgentProblem {
    private static final long serialVersionUID = 1L;

    public Forbidden(String detail) {
      super(detail);
    }
  }

  /** It is not there, or not for this caller to know. */
  public static final class NotFound extends AgentProblem {
    private static final long serialVersionUID = 1L;

    public NotFound() {
      super("There is nothing here under this reference.");
    }
  }

  /** An account in this state has no such move. */
  public static final class IllegalMove extends AgentProblem {
    private static final long serialVersionUID = 1L;
    private final transient Set<String> allowed;

    /**
     * @param detail names the state
     * @param allowed the moves that it has, as the last part of their routes
     */
    public IllegalMove(String detail, Set<String> allowed) {
      super(detail);
      this.allowed = Set.copyOf(allowed);
    }

    /** Legal moves from where the account stands, in alphabetical order. */
    public List<String> allowed() {
      return allowed.stream().sorted().toList();
    }
  }

  /** The request is fine but does not fit what is stored. */
  public static final class Conflict extends AgentProblem {
    private static final long serialVersionUID = 1L;
    private final String slug;

    /**
     * @param slug stable name of the problem's type, such as {@code department-in-use}
     */
    public Conflict(String slug, String detail) {
      super(detail);
      this.slug = slug;
    }

    public String slug() {
      return slug;
    }
  }

  /** The caller's {@code If-Match} names a version that is no longer the current one. */
  public static final class Stale extends AgentProblem {
    private static final long serialVersionUID = 1L;

    public Stale(long expected, long current) {
      super("Version " + expected + " was expected, but the current one is " + current + ".");
    }
  }

  /** Throws {@link Invalid} when any of the checks has failed. */
  static void throwIfAny(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw new Invalid(problems);
    }
  }
}
