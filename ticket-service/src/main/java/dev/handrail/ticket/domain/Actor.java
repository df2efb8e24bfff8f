package dev.handrail.ticket.domain;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a change, for the history and as a message's author.
 *
 * @param id subject of the token
 * @param name as the token gives it; absent where it gives none
 * @param origin where the change came from, for the history: way in, address and request id
 */
public record Actor(String id, @Nullable String name, ActorKind kind, String origin) {

  /**
   * Handrail itself.
   *
   * @param origin what in it, such as {@code job close_resolved}
   */
  public static Actor system(String origin) {
    return new Actor("handrail", null, ActorKind.SYSTEM, origin);
  }
}
