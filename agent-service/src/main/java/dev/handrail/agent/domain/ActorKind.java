package dev.handrail.agent.domain;

/** Which sort of someone did a thing: a person or program with a role, or Handrail itself. */
public enum ActorKind implements Wire {
  CUSTOMER,
  SUPPORT_AGENT,
  ADMIN,
  SERVICE,
  SYSTEM;

  static ActorKind of(Role role) {
    return switch (role) {
      case CUSTOMER -> CUSTOMER;
      case SUPPORT_AGENT -> SUPPORT_AGENT;
      case ADMIN -> ADMIN;
      case SERVICE -> SERVICE;
    };
  }
}
