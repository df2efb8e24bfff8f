package dev.handrail.agent.application.port;

/**
 * Turns passwords into hashes that are slow to guess at. Each call takes memory and tens of
 * milliseconds on purpose: never make one inside a transaction, which would keep a connection for
 * as long.
 *
 * <p>Every method throws {@link TooBusy} when more wait for it than can be served soon.
 */
public interface PasswordHashes {

  /** Too many passwords are being hashed; nothing was looked at. */
  final class TooBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooBusy() {
      super("Too many passwords are being hashed.", null, false, false);
    }
  }

  /**
   * The hash of a new password, with its salt and costs in its text.
   *
   * @param password as it was typed; it is brought into one form here
   */
  String hash(String password);

  /** Whether it is the hash of this password. */
  boolean matches(String password, String hash);

  /** Does the work of {@link #matches} for an account that is not there, which never matches. */
  void matchNothing(String password);

  /** Whether a hash was made at other costs than those of today, and should be made anew. */
  boolean isOutdated(String hash);
}
