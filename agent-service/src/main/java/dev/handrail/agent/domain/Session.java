package dev.handrail.agent.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in and the family of refresh tokens that came of it. Each token is good once; the next
 * takes its place. Only hashes are known here.
 *
 * @param id names the session in access tokens; no secret
 * @param family a hash that all its refresh tokens share
 * @param current the hash of the token that is good now
 * @param former the hash of the one before it; null until the first exchange
 * @param salt what the current token was made from together with the former one, so that the same
 *     exchange can be answered twice
 * @param renewedAt when the current token was given out
 * @param endedAt null while it goes on
 */
public record Session(
    UUID id,
    UUID agentId,
    String family,
    String current,
    @Nullable String former,
    @Nullable String salt,
    Instant startedAt,
    Instant renewedAt,
    @Nullable Instant endedAt,
    @Nullable End end) {

  /** Why a session ended. */
  public enum End {
    SIGNED_OUT,
    REUSED,
    PASSWORD,
    ACCOUNT,
    TOO_MANY
  }

  /**
   * How long sessions last.
   *
   * @param longest from the sign-in, whatever happens
   * @param idle without an exchange
   * @param grace how long after an exchange the same exchange is answered alike: a client whose
   *     connection broke, or two of its windows at once
   */
  public record Terms(Duration longest, Duration idle, Duration grace) {
    public static final Terms SHIPPED =
        new Terms(Duration.ofDays(30), Duration.ofDays(7), Duration.ofSeconds(10));
  }

  /** What presenting a refresh token leads to. */
  public sealed interface Outcome {
    /** A new token takes its place. */
    record Exchange(Session session) implements Outcome {}

    /** The exchange has just been made: its answer is given again. */
    record Repeat(Session session) implements Outcome {}

    /** A token that was used before: whoever has it is not alone, so the family has ended. */
    record Reuse(Session session) implements Outcome {}

    /** The session is over. */
    record Over() implements Outcome {}
  }

  /** A session that begins now. */
  public static Session start(UUID id, UUID agentId, String family, String token, Instant now) {
    return new Session(id, agentId, family, token, null, null, now, now, null, null);
  }

  /** When it is over unless something happens before. */
  public Instant expiresAt(Terms terms) {
    Instant idle = renewedAt.plus(terms.idle());
    Instant longest = startedAt.plus(terms.longest());
    return idle.isBefore(longest) ? idle : longest;
  }

  /**
   * A token of the family is presented.
   *
   * @param presented its hash
   * @param next the hash of the token that would take its place
   * @param nextSalt what that one was made from
   */
  public Outcome present(String presented, String next, String nextSalt, Terms terms, Instant now) {
    if (endedAt != null || !now.isBefore(expiresAt(terms))) {
      return new Outcome.Over();
    }
    if (presented.equals(current)) {
      return new Outcome.Exchange(
          new Session(id, agentId, family, next, current, nextSalt, startedAt, now, null, null));
    }
    if (presented.equals(former) && now.isBefore(renewedAt.plus(terms.grace()))) {
      return new Outcome.Repeat(this);
    }
    return new Outcome.Reuse(ended(End.REUSED, now));
  }

  /** The session, over. */
  public Session ended(End why, Instant now) {
    return endedAt != null
        ? this
        : new Session(id, agentId, family, current, former, null, startedAt, renewedAt, now, why);
  }
}
