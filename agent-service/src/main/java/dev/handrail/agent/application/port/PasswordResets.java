package dev.handrail.agent.application.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asked-for new passwords: what was typed, and the links that come of it. */
public interface PasswordResets {

  /** Keeps an address until {@link #takeRequests} looks at it. */
  void request(UUID id, String email, Instant now);

  /** Takes up to so many of what was asked for, each by one replica only. */
  List<String> takeRequests(int most);

  /** How many links an agent was given since then. */
  int countSince(UUID agentId, Instant since);

  /** Keeps a link that has no secret yet; those that the agent has go on. */
  void add(UUID id, UUID agentId, Instant now, Instant expiresAt);

  /** Gives a link its secret, in place of one that it may have; false if it is gone or over. */
  boolean setSecret(UUID id, String secretHash, Instant now);

  /** Whose link it is; empty if it is gone or over. */
  Optional<UUID> agentOf(String secretHash, Instant now);

  /** Takes the link with this secret away, once; false if another was faster or it is over. */
  boolean take(String secretHash, Instant now);

  /** Takes all links of an agent away. */
  void removeAll(UUID agentId);
}
