package dev.handrail.ticket.domain;

import java.time.Instant;
import java.util.UUID;

/**
 * One message of a ticket's thread.
 *
 * @param position place in the thread, from 1 (the customer's description) without gaps
 */
public record Message(
    UUID id,
    int position,
    Author author,
    String text,
    TextFormat format,
    Visibility visibility,
    Instant createdAt) {

  /** Who wrote it, as known at that time. */
  public record Author(String id, @org.jspecify.annotations.Nullable String name, ActorKind kind) {}

  /** Most characters that any profile may allow in one message. */
  public static final int LONGEST = 5_000;

  /** The beginning of the text on one line, for lists: at most 120 characters. */
  public String snippet() {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= 120
        ? line
        : line.substring(0, line.offsetByCodePoints(0, 119)) + "…";
  }
}
