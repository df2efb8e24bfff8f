package dev.handrail.agent.domain;

/** Whether an agent can be given work. */
public enum Availability implements Wire {
  AVAILABLE,
  BUSY,
  AWAY,
  OFFLINE
}
