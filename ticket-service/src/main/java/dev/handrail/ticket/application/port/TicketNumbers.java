package dev.handrail.ticket.application.port;

/** The one sequence of ticket numbers of all apps. */
public interface TicketNumbers {

  /** The next number, never given before; numbers may be skipped. */
  long next();
}
