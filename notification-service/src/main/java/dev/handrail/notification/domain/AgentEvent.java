package dev.handrail.notification.domain;

/** What happened to an agent's account, as far as it matters for who is told. */
public enum AgentEvent {
  /** Somebody asks for an account. */
  REGISTERED,
  APPROVED,
  REJECTED,
  /** Nobody's news; it says who works where all the same. */
  OTHER
}
