package dev.handrail.agent.domain;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a change, for the history and the events.
 *
 * @param id subject of the token
 * @param name as the token gives it; absent where it gives none
 */
public record Actor(String id, @Nullable String name, ActorKind kind) {

  /** Handrail itself. */
  public static final Actor SYSTEM = new Actor("handrail", null, ActorKind.SYSTEM);
}
