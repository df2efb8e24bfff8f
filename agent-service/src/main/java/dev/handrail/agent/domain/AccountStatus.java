package dev.handrail.agent.domain;

/** What became of an account. Only an approved one may work. */
public enum AccountStatus implements Wire {
  PENDING,
  APPROVED,
  REJECTED,
  SUSPENDED
}
