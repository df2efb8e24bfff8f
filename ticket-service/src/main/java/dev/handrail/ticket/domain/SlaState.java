package dev.handrail.ticket.domain;

/** How a deadline stands, from the most harmless to the worst. */
public enum SlaState implements Wire {
  MET,
  PAUSED,
  OK,
  AT_RISK,
  BREACHED;

  /** The worse of two. */
  public SlaState or(SlaState other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
