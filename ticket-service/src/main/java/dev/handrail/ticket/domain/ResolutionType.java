package dev.handrail.ticket.domain;

/** How a ticket came to its end. */
public enum ResolutionType implements Wire {
  SOLVED,
  WORKAROUND,
  DUPLICATE,
  CANNOT_REPRODUCE,
  WONT_FIX,
  OTHER
}
