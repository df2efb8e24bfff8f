package dev.handrail.agent.adapter.background;

import dev.handrail.agent.application.GiveOutPasswordResets;
import dev.handrail.agent.application.TidyUpSignIn;
import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what was typed into "forgot my password", and removes what is over. Runs in every
 * replica: each request is taken by one.
 */
@ApplicationScoped
class SignInWork {
  private static final Logger LOG = Logger.getLogger(SignInWork.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration TIDIED_EVERY = Duration.ofMinutes(10);

  private final GiveOutPasswordResets resets;
  private final TidyUpSignIn tidyUp;
  private final BackgroundWork background;
  private final Duration every;
  private final boolean logLinks;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

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
    this.background = background;
    this.every = every;
    this.logLinks = logLinks;
  }

  void start(@Observes @Priority(2500) StartupEvent event) {
    Outage outage = new Outage(LOG, "Password resets");
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread work =
        Thread.ofVirtual().name("password-resets").unstarted(() -> work(outage, progress.join()));
    progress.complete(background.watch("password resets", work));
    thread = work;
    work.start();
  }

  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    Thread work = thread;
    if (work != null && !work.join(Duration.ofSeconds(5))) {
      LOG.warn("Password resets did not end in time; their transaction will be rolled back.");
    }
  }

  private void work(Outage outage, Progress progress) {
    Duration wait = Duration.ZERO;
    long tidied = System.nanoTime();
    try {
      while (!stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        progress.made();
        try {
          GiveOutPasswordResets.Batch batch = resets.handle();
          batch.resets().forEach(this::tell);
          wait = batch.requests() > 0 ? Duration.ZERO : every;
          if (System.nanoTime() - tidied > TIDIED_EVERY.toNanos()) {
            tidied = System.nanoTime();
            tidyUp.handle();
          }
          outage.worked();
        } catch (RuntimeException e) {
          outage.failed(e);
          wait = AFTER_FAILURE;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Password resets were interrupted.");
    }
    progress.ended();
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
