package dev.handrail.ticket.domain.sla;

/** What the clock of the resolution target does while a ticket has a status. */
public enum ClockRule {
  RUNS,
  PAUSED,
  STOPPED
}
