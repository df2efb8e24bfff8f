package dev.handrail.notification.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a change of status meant for the one who is told, where the status does not say it. */
public enum Turn {
  /** What was resolved or closed is taken up again. */
  REOPENED,
  /** The ticket is no longer this agent's. */
  TAKEN_AWAY,
  /** A ticket that this one follows was given to somebody. */
  GIVEN_TO_SOMEBODY;

  /** The value in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The turn with this wire value; empty for one of a newer version. */
  public static Optional<Turn> find(String wire) {
    return Arrays.stream(values()).filter(turn -> turn.wire().equals(wire)).findFirst();
  }
}
