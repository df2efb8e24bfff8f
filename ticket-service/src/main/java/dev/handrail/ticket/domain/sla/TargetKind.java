package dev.handrail.ticket.domain.sla;

import java.util.Locale;

/** What a ticket is promised. */
public enum TargetKind {
  FIRST_RESPONSE,
  RESOLUTION;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
