package dev.handrail.agent.application.port;

import dev.handrail.agent.domain.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The leases that say which agents are alive, and what has become due of their availability. */
public interface Leases {

  /** For how long an agent counts as alive after a sign of life. */
  Duration length();

  /**
   * Agents of whose availability there is something to look at, longest due first, locked until the
   * transaction ends; those that somebody is changing right now are left to it.
   */
  List<Agent> lockDue(Instant now, int most);

  /**
   * Prolongs the lease of an agent in passing, where that needs no thought. At most once per third
   * of the lease this writes, all replicas together, and for as long it is remembered, so that most
   * signs of life cost nothing.
   *
   * @return false when the lease has lapsed or something else of the agent's availability is due,
   *     so that one has to look first. Somebody without an account is nobody to look at: true
   */
  boolean prolong(UUID agent, Instant now);
}
