package dev.handrail.ticket.application.port;

import dev.handrail.ticket.domain.Job;
import dev.handrail.ticket.domain.JobRun;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The book of what jobs were run, by which the replicas share them. */
public interface JobRuns {

  /**
   * Begins the run of a time slot, over all apps.
   *
   * @return empty when another has begun it, or this one before
   */
  Optional<JobRun> begin(Job job, Instant slot, String runner, Instant now);

  /**
   * Puts down a run for whoever is free to do it.
   *
   * @param apps whose tickets to look at; null means all
   * @return its id, or that of an equal one which nobody has begun yet
   */
  UUID ask(Job job, @Nullable Set<String> apps, String askedBy, Instant now);

  /** Takes on a run that nobody has begun, or whose runner has fallen silent; oldest first. */
  Optional<JobRun> takeUp(String runner, Instant now);

  /**
   * Notes in the running transaction that tickets of an app were changed, as a sign of life, too.
   *
   * @return false when the run is no longer this one's: its work must not be committed
   */
  boolean worked(JobRun run, String app, int changed);

  /**
   * Ends a run; a run that is no longer this one's is left as it is.
   *
   * @param failure what went wrong, for admins; null when all went well
   */
  void finish(JobRun run, Instant now, @Nullable String failure);

  /** Lays a run down unfinished, so that another takes it up at once. */
  void release(JobRun run);

  /** Forgets ended runs of a job that began before a moment. */
  void forget(Job job, Instant before);
}
