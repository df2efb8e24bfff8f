package dev.handrail.kit.identity;

/** An issuer's keys were never read, so nothing can be said about its tokens yet. */
final class KeysMissing extends Exception {
  private static final long serialVersionUID = 1L;

  KeysMissing() {
    super("The issuer's keys were never read.", null, false, false);
  }
}
