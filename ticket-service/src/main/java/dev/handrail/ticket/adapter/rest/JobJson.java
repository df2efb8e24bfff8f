package dev.handrail.ticket.adapter.rest;

import dev.handrail.ticket.adapter.persistence.JobQueries;
import dev.handrail.ticket.domain.Job;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One of the fixed jobs. */
@Schema(name = "Job", description = "What is done to tickets when time has passed.")
record JobJson(
    @Schema(examples = "close_resolved") String name,
    String description,
    @Schema(description = "Its newest five runs, newest first.") List<RunJson> runs) {

  /** How many runs the list of jobs shows of each. */
  static final int RUNS = 5;

  static JobJson of(Job job, List<JobQueries.Run> runs) {
    return new JobJson(job.wire(), job.description(), runs.stream().map(RunJson::of).toList());
  }

  /** One run of a job. */
  @Schema(name = "JobRun", description = "A run of a job over the apps that the caller serves.")
  record RunJson(
      UUID id,
      String job,
      @Schema(description = "waiting, running, done or failed.") String state,
      @Schema(description = "The time slot that it was for; null for one asked for by hand.")
          @Nullable Instant slot,
      @Schema(description = "Id of who asked for it by hand.") @Nullable String askedBy,
      Instant askedAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Schema(description = "Tickets that were changed, of the caller's apps.") long changed,
      @Schema(description = "What went wrong; null where nothing did.") @Nullable String failure) {

    static RunJson of(JobQueries.Run r) {
      return new RunJson(
          r.id(),
          r.job().wire(),
          state(r),
          r.slot(),
          r.askedBy(),
          r.askedAt(),
          r.startedAt(),
          r.finishedAt(),
          r.changed(),
          r.failure());
    }

    private static String state(JobQueries.Run r) {
      if (r.finishedAt() != null) {
        return r.failure() == null ? "done" : "failed";
      }
      return r.startedAt() == null ? "waiting" : "running";
    }
  }
}
