package dev.handrail.agent.domain;

/** How routing chooses among the agents who could take a ticket. */
public enum Strategy implements Wire {
  /** Best match of skill first, then the least loaded. */
  SKILL_BASED,
  LEAST_LOADED,
  /** Who has waited longest since its last ticket. */
  ROUND_ROBIN
}
