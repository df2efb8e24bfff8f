package dev.handrail.ticket.adapter.jobs;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Progress;
import dev.handrail.ticket.application.RunJobs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the jobs for as long as the application runs. */
@ApplicationScoped
class JobsRunning {
  private static final Logger LOG = Logger.getLogger(JobsRunning.class);

  private final JobsConfig config;
  private final RunJobs jobs;
  private final BackgroundWork background;
  private final Clock clock;

  private @Nullable JobLoop loop;
  private @Nullable Thread thread;

  JobsRunning(JobsConfig config, RunJobs jobs, BackgroundWork background, Clock clock) {
    this.config = config;
    this.jobs = jobs;
    this.background = background;
    this.clock = clock;
  }

  /** After the relay, which publishes what the jobs do. */
  void start(@Observes @Priority(3000) StartupEvent event) {
    if (!config.run()) {
      return;
    }
    if (!config.every().isPositive() || !config.poll().isPositive()) {
      throw new IllegalStateException("handrail.jobs.every and .poll must be longer than zero.");
    }
    JobLoop started =
        new JobLoop(
            jobs,
            clock,
            config.every(),
            config.poll(),
            ProcessHandle.current().pid() + "/" + UUID.randomUUID());
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread working =
        Thread.ofPlatform().daemon().name("jobs").unstarted(() -> started.run(progress.join()));
    progress.complete(background.watch("jobs", working));
    loop = started;
    thread = working;
    working.start();
  }

  /** Before the relay and the pool: the batch at hand is finished, the run left to another. */
  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    if (loop == null || thread == null) {
      return;
    }
    loop.stop();
    if (!thread.join(config.drain())) {
      LOG.warn("The jobs did not end in time; their batch is rolled back and another goes on.");
    }
  }
}
