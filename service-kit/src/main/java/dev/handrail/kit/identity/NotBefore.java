package dev.handrail.kit.identity;

import dev.handrail.kit.web.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses agents' tokens that agent-service has made void since they were signed. It keeps the
 * newest list; how old that may be bounds how long a suspended agent can go on.
 *
 * <p>Looking costs no call: what a token says never decides what is read from where.
 */
final class NotBefore {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** One reading, with the moment before it began by the monotonic clock. */
  private record Reading(Map<String, NotBeforeList.Entry> byAgent, long askedAt) {}

  private final NotBeforeSource source;
  private final @Nullable String agentIssuer;
  private final Duration oldest;
  private final Clock clock;
  private final IssuerKeys.NanoTime nanoTime;
  private volatile @Nullable Reading newest;

  /**
   * @param agentIssuer the {@code iss} of agent-service; null where it is not trusted
   * @param oldest how old the list may be
   */
  NotBefore(
      NotBeforeSource source,
      @Nullable String agentIssuer,
      Duration oldest,
      Clock clock,
      IssuerKeys.NanoTime nanoTime) {
    this.source = source;
    this.agentIssuer = agentIssuer;
    this.oldest = oldest;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Reads the list.
   *
   * @throws IOException if it cannot be had, or what came is itself older than a list may be; the
   *     last one stays in use until its time has passed
   */
  void refresh() throws IOException, InterruptedException {
    long askedAt = nanoTime.now();
    NotBeforeList list = source.read();
    Instant bound = clock.instant().minus(oldest).minus(TrustedIssuer.SKEW);
    if (list.at().isBefore(bound)) {
      throw new IOException("It is from " + list.at() + ".");
    }
    newest = new Reading(list.byAgent(), askedAt);
  }

  /**
   * Passes a token that is still good.
   *
   * @throws RefusedToken if the list makes it void
   * @throws ProblemException 503 if it is an agent's and no list is young enough to tell
   */
  void check(VerifiedToken token) throws RefusedToken {
    boolean ofAgentService = token.issuer().equals(agentIssuer);
    if (!ofAgentService && !token.hasRole(Roles.SUPPORT_AGENT)) {
      return;
    }
    Reading reading = newest;
    if (reading == null || nanoTime.now() - reading.askedAt() > oldest.toNanos()) {
      throw ProblemException.unavailable(RETRY_AFTER);
    }
    if (NotBeforeList.voids(reading.byAgent().get(token.subject()), token, ofAgentService)) {
      throw new RefusedToken("made void by agent-service");
    }
  }

  /** Seconds since the newest list was asked for; NaN before the first one. */
  double ageSeconds() {
    Reading reading = newest;
    return reading == null ? Double.NaN : (nanoTime.now() - reading.askedAt()) / 1e9;
  }
}
