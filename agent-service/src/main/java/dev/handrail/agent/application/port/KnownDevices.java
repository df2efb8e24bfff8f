package dev.handrail.agent.application.port;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Devices that have signed in to an account, by the hash of what they show. */
public interface KnownDevices {

  /** Whose device it is; empty for one that is not known (any more). */
  Optional<UUID> agentOf(String hash, Instant now);

  /** Remembers a device, or that it was seen; of too many of one agent the oldest goes. */
  void remember(String hash, UUID agentId, Instant now);

  /** Forgets all devices of an agent. */
  void forgetAll(UUID agentId);
}
