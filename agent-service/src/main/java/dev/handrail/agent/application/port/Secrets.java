package dev.handrail.agent.application.port;

import java.util.Optional;

/** Makes what only its holder knows, and the hashes by which it is found again. */
public interface Secrets {

  /**
   * A refresh token and what is stored of it.
   *
   * @param family a hash that it shares with all tokens that come of the same sign-in
   * @param hash of the token itself
   */
  record RefreshToken(String token, String family, String hash) {}

  /** The first refresh token of a new family. */
  RefreshToken firstToken();

  /** A refresh token as it was presented; empty for a text that cannot be one. */
  Optional<RefreshToken> read(String token);

  /** Something random that a successor is made from. */
  String salt();

  /**
   * The token that takes another's place. The same for the same salt, and not to be guessed without
   * both.
   */
  RefreshToken successor(RefreshToken token, String salt);

  /** A random text that nobody can guess, fit for a link or a cookie. */
  String random();

  /** What is stored of a random text. */
  String hash(String random);
}
