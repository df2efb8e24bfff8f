package dev.handrail.ticket.domain;

/** From when the age is counted at which a ticket that waits for support is escalated. */
public enum EscalateSince implements Wire {
  /** Since it was opened. */
  CREATION,
  /** Since anything of it last changed, internal notes included. */
  LAST_TOUCH
}
