package dev.handrail.agent.adapter.timer;

import dev.handrail.agent.application.KeepAvailability;
import dev.handrail.agent.application.SumUpFigures;
import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks again and again for agents of whose availability something is due, and for figures to be
 * added up. It runs in every replica: the agents' locks and states keep them apart, so that none
 * has to wait for one that has died.
 */
@ApplicationScoped
class AgentTimers {
  private static final Logger LOG = Logger.getLogger(AgentTimers.class);

  /** Small enough that who sets its availability by hand never waits long for its row. */
  private static final int AGENTS_AT_A_TIME = 25;

  private static final int NOTES_AT_A_TIME = 5_000;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final KeepAvailability availability;
  private final SumUpFigures figures;
  private final BackgroundWork background;
  private final boolean run;
  private final Duration every;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> working = new ArrayList<>();

  /**
   * @param run whether this process does any of it; if not, it is left to other replicas
   * @param every how long one that found no agent due waits
   */
  AgentTimers(
      KeepAvailability availability,
      SumUpFigures figures,
      BackgroundWork background,
      @ConfigProperty(name = "handrail.timers.run", defaultValue = "true") boolean run,
      @ConfigProperty(name = "handrail.availability.every", defaultValue = "200ms")
          Duration every) {
    this.availability = availability;
    this.figures = figures;
    this.background = background;
    this.run = run;
    this.every = every;
  }

  private interface Batch {
    int handle(int most);
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    if (run) {
      start("availability", availability::settleDue, AGENTS_AT_A_TIME, every);
      start("figures", figures::handle, NOTES_AT_A_TIME, Duration.ofSeconds(1));
    }
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    for (Thread thread : working) {
      if (!thread.join(Duration.ofSeconds(10))) {
        LOG.warnf("%s did not end in time; its transaction will be rolled back.", thread.getName());
      }
    }
  }

  private void start(String name, Batch batch, int most, Duration pause) {
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> work(batch, most, pause, new Outage(LOG, name), progress.join()));
    progress.complete(background.watch(name, thread));
    working.add(thread);
    thread.start();
  }

  private void work(Batch batch, int most, Duration pause, Outage outage, Progress progress) {
    Duration wait = Duration.ZERO;
    int single = 0;
    try {
      while (!stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        progress.made();
        try {
          wait = batch.handle(single > 0 ? 1 : most) > 0 ? Duration.ZERO : pause;
          single = Math.max(0, single - 1);
          outage.worked();
        } catch (RuntimeException e) {
          // The database is away, or one agent's row is beyond reading: nothing was stored. One at
          // a time for a while, so that such an agent holds up no others.
          outage.failed(e);
          wait = AFTER_FAILURE;
          single = 4 * AGENTS_AT_A_TIME;
        }
      }
    } catch (InterruptedException e) {
      LOG.debugf("%s was interrupted.", Thread.currentThread().getName());
    }
    progress.ended();
  }
}
