package dev.handrail.notification.domain;

/** Which sort of someone did a thing. */
public enum ActorKind {
  CUSTOMER,
  STAFF,
  /** Another program, Handrail itself, or a kind that this version does not know. */
  PROGRAM
}
