package dev.handrail.ticket.adapter.jobs;

import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import dev.handrail.kit.sql.SqlFailure;
import dev.handrail.ticket.application.RunJobs;
import dev.handrail.ticket.domain.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turn by turn: begins what is due by the clock unless another replica has, and does what admins
 * asked for or what lost its runner.
 */
final class JobLoop implements RunJobs.Watch {
  private static final Logger LOG = Logger.getLogger(JobLoop.class);

  private final RunJobs jobs;
  private final Clock clock;
  private final Duration every;
  private final Duration poll;
  private final String runner;
  private final Outage outage = new Outage(LOG, "Jobs");
  private final Map<Job, Instant> done = new EnumMap<>(Job.class);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Progress progress;

  /**
   * @param runner names this process in the book of runs
   */
  JobLoop(RunJobs jobs, Clock clock, Duration every, Duration poll, String runner) {
    this.jobs = jobs;
    this.clock = clock;
    this.every = every;
    this.poll = poll;
    this.runner = runner;
  }

  /** Asks the thread to end after the batch at hand. */
  void stop() {
    stopping.countDown();
  }

  /** Works until {@link #stop}, giving signs of life. */
  void run(Progress signs) {
    progress = signs;
    try {
      do {
        signs.made();
        try {
          turn();
          outage.worked();
        } catch (RuntimeException e) {
          // A database that is away, or a fault in one job: the next turn tries again.
          outage.failed(e);
        }
      } while (!stopping.await(poll.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // Nobody but stop() has a reason to end this thread.
      Thread.currentThread().interrupt();
    }
    signs.ended();
  }

  /**
   * Runs each job for the present time slot, if that is not done, and then what waits.
   *
   * @throws SqlFailure if the database is away
   */
  void turn() {
    Instant slot = slotAt(clock.instant());
    for (Job job : Job.values()) {
      if (!slot.equals(done.get(job)) && isGoingOn()) {
        jobs.runSlot(job, slot, runner, this);
        done.put(job, slot);
      }
    }
    boolean found = true;
    while (found && isGoingOn()) {
      found = jobs.runWaiting(runner, this);
    }
  }

  /** The beginning of the slot, the same on all replicas. */
  private Instant slotAt(Instant now) {
    long length = every.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length);
  }

  @Override
  public boolean goesOn() {
    if (progress != null) {
      progress.made();
    }
    return isGoingOn();
  }

  @Override
  public void failed(Job job, UUID ticket, RuntimeException failure) {
    LOG.errorf(failure, "Job %s could not change ticket %s.", job.wire(), ticket);
  }

  private boolean isGoingOn() {
    return stopping.getCount() > 0;
  }
}
