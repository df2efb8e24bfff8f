package dev.handrail.agent.adapter.background;

import dev.handrail.agent.application.GiveOutPasswordResets;
import dev.handrail.agent.application.TidyUpSignIn;
import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks at what was typed into "forgot my password", and removes what is over. Runs in every
 * replica: each request is taken by one.
 */
@ApplicationScoped
class SignInWork {
  private static final Logger LOG = Logger.getLogger(SignInWork.class);
  private static final Duration TIDIED_EVERY = Duration.ofMinutes(10);

  private final GiveOutPasswordResets resets;
  private final TidyUpSignIn tidyUp;
  private final Duration every;
  private final boolean logLinks;
  private final Rounds rounds;

  /**
   * @param every how long it waits when nothing was asked for
   * @param logLinks whether links appear in the log, for runs on one machine that send no mail
   */
  SignInWork(
      GiveOutPasswordResets resets,
      TidyUpSignIn tidyUp,
      BackgroundWork background,
      @ConfigProperty(name = "handrail.password-resets.every", defaultValue = "500ms")
          Duration every,
      @ConfigProperty(name = "handrail.password-resets.log-links", defaultValue = "false")
          boolean logLinks) {
    this.resets = resets;
    this.tidyUp = tidyUp;
    this.every = every;
    this.logLinks = logLinks;
    this.rounds = new Rounds(LOG, background);
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    rounds.start("password resets", this::giveOut);
    rounds.start("tidying up", this::tidyUp);
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    rounds.stop();
  }

  private Duration giveOut() {
    GiveOutPasswordResets.Batch batch = resets.handle();
    batch.resets().forEach(this::tell);
    return batch.requests() > 0 ? Duration.ZERO : every;
  }

  private Duration tidyUp() {
    tidyUp.handle();
    return TIDIED_EVERY;
  }

  private void tell(UUID reset) {
    if (logLinks) {
      resets
          .secret(reset)
          .ifPresent(
              secret ->
                  LOG.infof("A new password can be set at /api/v1/password-resets/%s", secret));
    }
  }
}
