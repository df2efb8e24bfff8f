package dev.handrail.ticket.adapter.timer;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import dev.handrail.ticket.application.KeepPromises;
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
 * Looks again and again for deadlines of which something is to be said, and for targets to be set
 * anew. It runs in every replica: the tickets' locks and states keep them apart, so that none has
 * to wait for one that has died.
 */
@ApplicationScoped
class SlaTimers {
  private static final Logger LOG = Logger.getLogger(SlaTimers.class);

  /** Small enough that a reply never waits long for a ticket of the batch. */
  private static final int BATCH = 50;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final KeepPromises promises;
  private final BackgroundWork background;
  private final int threads;
  private final Duration every;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> working = new ArrayList<>();

  /**
   * @param threads how many look for deadlines side by side; zero leaves it to other replicas
   * @param every how long one that found nothing waits
   */
  SlaTimers(
      KeepPromises promises,
      BackgroundWork background,
      @ConfigProperty(name = "handrail.sla.threads", defaultValue = "2") int threads,
      @ConfigProperty(name = "handrail.sla.every", defaultValue = "200ms") Duration every) {
    this.promises = promises;
    this.background = background;
    this.threads = threads;
    this.every = every;
  }

  private interface Batch {
    int handle(int most);
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    for (int i = 1; i <= threads; i++) {
      start("SLA alarms " + i, promises::raiseAlarms, every);
    }
    if (threads > 0) {
      start("SLA targets", promises::retarget, Duration.ofSeconds(1));
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

  private void start(String name, Batch batch, Duration pause) {
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> work(batch, pause, new Outage(LOG, name), progress.join()));
    progress.complete(background.watch(name, thread));
    working.add(thread);
    thread.start();
  }

  private void work(Batch batch, Duration pause, Outage outage, Progress progress) {
    Duration wait = Duration.ZERO;
    int single = 0;
    try {
      while (!stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        progress.made();
        try {
          wait = batch.handle(single > 0 ? 1 : BATCH) > 0 ? Duration.ZERO : pause;
          single = Math.max(0, single - 1);
          outage.worked();
        } catch (RuntimeException e) {
          // The database is away, or one ticket's row is beyond reading: nothing was stored. One at
          // a time for a while, so that such a ticket holds up no others.
          outage.failed(e);
          wait = AFTER_FAILURE;
          single = 4 * BATCH;
        }
      }
    } catch (InterruptedException e) {
      LOG.debugf("%s was interrupted.", Thread.currentThread().getName());
    }
    progress.ended();
  }
}
