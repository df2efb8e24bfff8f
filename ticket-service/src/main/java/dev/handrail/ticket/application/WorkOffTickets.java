package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.DueTickets;
import dev.handrail.ticket.application.port.JobRuns;
import dev.handrail.ticket.application.port.TicketRepository;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Change;
import dev.handrail.ticket.domain.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Does a job to a few tickets in one transaction (T17). Each is decided by its state under its row
 * lock; those that somebody is changing right now are left to the next run, so that neither waits
 * for the other.
 */
@ApplicationScoped
public class WorkOffTickets {

  public record Command(JobRun run, AppProfile profile, List<UUID> tickets) {
    public Command {
      tickets = List.copyOf(tickets);
    }
  }

  /** The run was taken over by another, who does what is left of it; nothing was done here. */
  public static final class RunLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunLost() {
      super("The run was taken over by another runner.", null, false, false);
    }
  }

  private final DueTickets due;
  private final TicketRepository tickets;
  private final JobRuns runs;
  private final Clock clock;

  WorkOffTickets(DueTickets due, TicketRepository tickets, JobRuns runs, Clock clock) {
    this.due = due;
    this.tickets = tickets;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * @return how many tickets were changed
   * @throws RunLost when another runner has the run by now
   */
  @Transactional
  public int handle(Command c) {
    List<Change> changes =
        due.lockFree(c.tickets()).stream()
            .map(ticket -> c.run().job().apply(ticket, c.profile(), clock.instant()))
            .filter(change -> !change.isEmpty())
            .toList();
    tickets.saveAll(changes);
    int changed = changes.size();
    if (!runs.worked(c.run(), c.profile().key(), changed)) {
      throw new RunLost();
    }
    return changed;
  }
}
