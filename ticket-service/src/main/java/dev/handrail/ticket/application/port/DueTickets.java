package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the tickets that a job has something to do to. */
public interface DueTickets {

  /** A ticket that looked due, and its place in the order in which they are found. */
  record Due(UUID ticket, Instant key) {}

  /**
   * Tickets of an app that look due at a moment, longest due first. What they are when they are
   * locked decides.
   *
   * @param after the place to go on behind; null begins
   */
  List<Due> find(Job job, AppProfile profile, Instant now, @Nullable Due after, int limit);

  /**
   * These tickets, locked until the transaction ends, but for those that are gone or that somebody
   * is changing right now.
   */
  List<Ticket> lockFree(List<UUID> tickets);
}
