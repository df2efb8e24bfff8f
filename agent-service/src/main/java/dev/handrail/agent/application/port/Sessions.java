package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions are kept. Whoever changes one has locked its agent's row before, so that the
 * account and its sessions are always locked in the same order.
 */
public interface Sessions {

  /**
   * Stores a new one. Of the agent's sessions that go on, those renewed longest ago end where there
   * would be too many.
   */
  void add(Session session);

  /** The one to which refresh tokens of this family belong; without a lock. */
  Optional<Session> findByFamily(String family);

  /** The one of this id, over or not; locked until the transaction ends. */
  Optional<Session> lock(UUID id);

  /** Stores a session as it has become. */
  void save(Session session);

  /** Ends all that an agent has, except maybe one. */
  void endAll(UUID agentId, @Nullable UUID except, Session.End why, Instant now);
}
