package dev.handrail.ticket.domain.sla;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a deadline stands, from the most harmless to the worst. */
public enum SlaState {
  MET,
  PAUSED,
  OK,
  AT_RISK,
  BREACHED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SlaState> parse(String wire) {
    return Arrays.stream(values()).filter(state -> state.wire().equals(wire)).findFirst();
  }

  /** All wire values, for messages. */
  public static String all() {
    return Arrays.stream(values()).map(SlaState::wire).collect(Collectors.joining(", "));
  }

  /** The worse of two. */
  public SlaState or(SlaState other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
