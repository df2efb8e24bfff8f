package dev.handrail.kit.identity;

/** A token that is not good. The reason is for our own log and tests, never for the caller. */
final class RefusedToken extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedToken(String reason) {
    super(reason, null, false, false);
  }
}
