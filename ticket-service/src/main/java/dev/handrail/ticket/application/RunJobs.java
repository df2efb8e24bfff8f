package dev.handrail.ticket.application;

import dev.handrail.ticket.application.port.AppProfiles;
import dev.handrail.ticket.application.port.DueTickets;
import dev.handrail.ticket.application.port.DueTickets.Due;
import dev.handrail.ticket.application.port.JobRuns;
import dev.handrail.ticket.domain.AppProfile;
import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the fixed jobs (T17). Of all replicas one begins the run of a time slot; if it dies, another
 * goes on. A run is many small transactions, and what one of them did is no longer due: so nothing
 * is lost or done twice, whoever does how much of it.
 */
@ApplicationScoped
public class RunJobs {

  /** What a run tells whoever runs it. */
  public interface Watch {

    /** Called between batches; false ends the run, which another takes up. */
    boolean goesOn();

    /** A ticket that could not be changed; the run goes on without it. */
    void failed(Job job, UUID ticket, RuntimeException failure);
  }

  /** For how long ended runs are kept. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** Tickets locked at once: a person who wants one of them waits for as many changes at most. */
  private static final int BATCH = 20;

  /** A run on which so many runners fell silent is given up; the next slot makes up for it. */
  private static final int MOST_ATTEMPTS = 3;

  private final JobRuns runs;
  private final DueTickets due;
  private final WorkOffTickets workOff;
  private final AppProfiles profiles;
  private final Clock clock;

  RunJobs(JobRuns runs, DueTickets due, WorkOffTickets workOff, AppProfiles profiles, Clock clock) {
    this.runs = runs;
    this.due = due;
    this.workOff = workOff;
    this.profiles = profiles;
    this.clock = clock;
  }

  /**
   * Runs a job for the time slot, unless a replica has begun that.
   *
   * @param runner names this process in the book of runs
   * @return whether it was run here
   */
  public boolean runSlot(Job job, Instant slot, String runner, Watch watch) {
    Optional<JobRun> begun = runs.begin(job, slot, runner, clock.instant());
    if (begun.isEmpty()) {
      return false;
    }
    run(begun.get(), watch);
    runs.forget(job, slot.minus(KEPT));
    return true;
  }

  /**
   * Does one run that somebody asked for or that lost its runner.
   *
   * @return whether there was one
   */
  public boolean runWaiting(String runner, Watch watch) {
    Optional<JobRun> taken = runs.takeUp(runner, clock.instant());
    taken.ifPresent(
        run -> {
          if (run.attempt() > MOST_ATTEMPTS) {
            runs.finish(run, clock.instant(), "Given up: several runners ended while at it.");
          } else {
            run(run, watch);
          }
        });
    return taken.isPresent();
  }

  private void run(JobRun run, Watch watch) {
    try {
      int failures = 0;
      for (AppProfile profile : profiles.all()) {
        failures += run.isFor(profile) ? runFor(run, profile, watch) : 0;
      }
      runs.finish(
          run,
          clock.instant(),
          failures == 0 ? null : "Some tickets could not be changed; the log names them.");
    } catch (WorkOffTickets.RunLost lost) {
      // Who has it now ends it.
    } catch (Stopped stopped) {
      runs.release(run);
    } catch (RuntimeException failure) {
      finishFailed(run, failure);
      throw failure;
    }
  }

  /** If this fails, too, the run stays open and is taken up by another. */
  private void finishFailed(JobRun run, RuntimeException failure) {
    try {
      runs.finish(run, clock.instant(), "Ended early; the log tells why.");
    } catch (RuntimeException again) {
      failure.addSuppressed(again);
    }
  }

  private int runFor(JobRun run, AppProfile profile, Watch watch) {
    int failures = 0;
    Due after = null;
    List<Due> found;
    do {
      if (!watch.goesOn()) {
        throw new Stopped();
      }
      found = due.find(run.job(), profile, clock.instant(), after, BATCH);
      if (!found.isEmpty()) {
        failures += work(run, profile, found.stream().map(Due::ticket).toList(), watch);
        after = found.getLast();
      }
    } while (found.size() == BATCH);
    return failures;
  }

  /** Does a batch; if that fails, its tickets one by one, so that one alone holds up no other. */
  private int work(JobRun run, AppProfile profile, List<UUID> tickets, Watch watch) {
    RuntimeException failure = tryToWork(run, profile, tickets);
    if (failure == null) {
      return 0;
    }
    if (tickets.size() == 1) {
      watch.failed(run.job(), tickets.getFirst(), failure);
      return 1;
    }
    int failures = 0;
    for (UUID ticket : tickets) {
      failures += work(run, profile, List.of(ticket), watch);
    }
    return failures;
  }

  private @Nullable RuntimeException tryToWork(JobRun run, AppProfile profile, List<UUID> tickets) {
    try {
      workOff.handle(new WorkOffTickets.Command(run, profile, tickets));
      return null;
    } catch (WorkOffTickets.RunLost lost) {
      throw lost;
    } catch (RuntimeException failure) {
      return failure;
    }
  }

  /** The process is to end. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("The process ends.", null, false, false);
    }
  }
}
