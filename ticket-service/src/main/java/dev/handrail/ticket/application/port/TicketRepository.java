package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where tickets are kept. */
public interface TicketRepository {

  /**
   * The ticket under this id or number, locked until the transaction ends, so that changes of one
   * ticket follow each other.
   *
   * @param ref id or number, as a caller wrote it
   */
  Optional<Ticket> findForChange(String ref);

  /**
   * Stores the new state, new messages, the history line and the events to be published, all in the
   * running transaction. A change with nothing in it is not stored.
   */
  void save(Change change);

  /** Stores several changes, each of another ticket, as {@link #save} does one. */
  void saveAll(List<Change> changes);

  /** Sets a side's read mark to the end of the thread; the version stays. */
  void markRead(UUID ticket, boolean byStaff);

  /**
   * Tickets of which something was to be said before now, locked until the transaction ends; those
   * that somebody else has locked are left out.
   */
  List<Ticket> lockWithAlarm(Instant now, int most);

  /** Likewise active tickets whose terms were chosen by rules older than this revision. */
  List<Ticket> lockWithTermsBefore(long revision, int most);

  /** Sets the timer of a locked ticket to what its deadlines say. */
  void rearm(Ticket ticket);

  /** Notes for locked tickets that their terms are still those of the rules at this revision. */
  void keepTerms(List<UUID> tickets, long revision);

  /** Stores who follows a ticket that is locked; nothing else of it changes. */
  void saveWatchers(UUID ticket, List<String> watchers);
}
