package dev.handrail.ticket.domain;

/** Who reads a message: everyone on the ticket, or staff only (an internal note). */
public enum Visibility implements Wire {
  PUBLIC,
  INTERNAL
}
