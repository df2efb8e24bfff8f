package dev.handrail.kit.web;

import org.jspecify.annotations.Nullable;

/** The page size of lists. */
public final class Limit {
  public static final int DEFAULT = 20;
  public static final int MAX = 100;

  private Limit() {}

  /**
   * The page size for a {@code limit} parameter, {@value #DEFAULT} if it is absent.
   *
   * @throws ProblemException 400 outside 1–{@value #MAX}
   */
  public static int of(@Nullable Integer limit) {
    if (limit == null) {
      return DEFAULT;
    }
    if (limit < 1 || limit > MAX) {
      throw ProblemException.badRequest("limit", "must be from 1 to " + MAX);
    }
    return limit;
  }
}
