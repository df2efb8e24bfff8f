package dev.handrail.agent.application;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.Ids;
import dev.handrail.agent.application.port.PasswordResets;
import dev.handrail.agent.application.port.Secrets;
import dev.handrail.agent.domain.Agent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes links of what was asked for, where there is an account that may have one. */
@ApplicationScoped
public class GiveOutPasswordResets {
  private static final int BATCH = 20;
  private static final Duration VALID = Duration.ofMinutes(30);

  /** How many an account is given within an hour; more would only fill a mailbox. */
  private static final int MOST_AN_HOUR = 3;

  private final AgentRepository agents;
  private final PasswordResets resets;
  private final Secrets secrets;
  private final Ids ids;
  private final Clock clock;

  GiveOutPasswordResets(
      AgentRepository agents, PasswordResets resets, Secrets secrets, Ids ids, Clock clock) {
    this.agents = agents;
    this.resets = resets;
    this.secrets = secrets;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A few of what waits.
   *
   * @param requests how many were looked at; zero if none waits
   * @param resets the links that came of them, which have no secret yet
   */
  public record Batch(int requests, List<UUID> resets) {}

  /** Handles a few. */
  @Transactional
  public Batch handle() {
    List<String> asked = resets.takeRequests(BATCH);
    List<UUID> made =
        asked.stream()
            // In one order, as each locks an account.
            .distinct()
            .sorted()
            .flatMap(email -> agents.findByEmail(email).stream())
            .flatMap(agent -> give(agent).stream())
            .toList();
    return new Batch(asked.size(), made);
  }

  private Optional<UUID> give(Agent found) {
    Instant now = clock.instant();
    Agent agent = agents.findForChange(found.id()).orElseThrow();
    if (!agent.isApproved()
        || resets.countSince(agent.id(), now.minus(Duration.ofHours(1))) >= MOST_AN_HOUR) {
      return Optional.empty();
    }
    UUID id = ids.next();
    resets.add(id, agent.id(), now, now.plus(VALID));
    agents.save(agent.requestPasswordReset(id, now));
    return Optional.of(id);
  }

  /**
   * Gives a link its secret, for the mail that carries it. A former secret of the link is void
   * then.
   *
   * @return the secret; empty if the link was used or is over
   */
  @Transactional
  public Optional<String> secret(UUID reset) {
    String secret = secrets.random();
    return resets.setSecret(reset, secrets.hash(secret), clock.instant())
        ? Optional.of(secret)
        : Optional.empty();
  }
}
