package dev.handrail.agent.adapter.timer;

import dev.handrail.agent.application.KeepAvailability;
import dev.handrail.agent.application.SumUpFigures;
import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
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

  private final KeepAvailability availability;
  private final SumUpFigures figures;
  private final boolean run;
  private final Duration every;
  private final Rounds rounds;

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
    this.run = run;
    this.every = every;
    this.rounds = new Rounds(LOG, background);
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    if (run) {
      rounds.start("availability", availability::settleDue, AGENTS_AT_A_TIME, every);
      rounds.start("figures", figures::handle, NOTES_AT_A_TIME, Duration.ofSeconds(1));
    }
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    rounds.stop();
  }
}
