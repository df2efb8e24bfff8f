package dev.handrail.ticket.adapter.timer;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Rounds;
import dev.handrail.ticket.application.KeepPromises;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
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
  private static final int BATCH = 200;

  private final KeepPromises promises;
  private final int threads;
  private final Duration every;
  private final Rounds rounds;

  /**
   * @param threads how many raise alarms side by side when very many are due; zero leaves it to
   *     other replicas
   * @param every how long one that found nothing waits
   */
  SlaTimers(
      KeepPromises promises,
      BackgroundWork background,
      @ConfigProperty(name = "handrail.sla.threads", defaultValue = "4") int threads,
      @ConfigProperty(name = "handrail.sla.every", defaultValue = "200ms") Duration every) {
    this.promises = promises;
    this.threads = threads;
    this.every = every;
    this.rounds = new Rounds(LOG, background);
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    if (threads > 0) {
      rounds.start("SLA alarms", threads, promises::raiseAlarms, BATCH, every);
      rounds.start("SLA targets", promises::retarget, BATCH, Duration.ofSeconds(1));
    }
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    rounds.stop();
  }
}
