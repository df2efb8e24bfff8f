package dev.handrail.kit.identity;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the not-before list again and again where one is kept: from this service's own source, or
 * else from {@code handrail.not-before.url}. Without either every token stays good until it ends.
 *
 * <p>agent-service being away makes no service unready: customers and admins need no list, and a
 * restart would not bring it.
 */
@ApplicationScoped
class NotBeforePolling {
  private static final Logger LOG = Logger.getLogger(NotBeforePolling.class);

  /** The name of ours by which agent-service is among the trusted issuers. */
  private static final String AGENTS = "agents";

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final @Nullable NotBefore notBefore;
  private final boolean believesAgents;
  private final Duration every;
  private final BackgroundWork background;
  private final CountDownLatch stopping = new CountDownLatch(1);

  NotBeforePolling(
      NotBeforeConfig config,
      IssuersConfig issuers,
      @Any Instance<NotBeforeSource> ownSource,
      @Any Instance<OwnIssuer> ownIssuer,
      ServiceClient client,
      ServiceTokens tokens,
      BackgroundWork background,
      MeterRegistry metrics,
      Clock clock) {
    this.every = config.every();
    this.background = background;
    NotBeforeSource source = null;
    if (ownSource.isResolvable()) {
      source = ownSource.get();
    } else if (config.url().isPresent()) {
      source = remote(config.url().get(), client, tokens);
    }
    IssuersConfig.Issuer agents = issuers.byName().get(AGENTS);
    String agentIssuer =
        ownIssuer.isResolvable()
            ? ownIssuer.get().issuer()
            : agents == null ? null : agents.issuer();
    this.believesAgents = agentIssuer != null;
    this.notBefore =
        source == null
            ? null
            : new NotBefore(source, agentIssuer, config.oldest(), clock, System::nanoTime);
    if (notBefore != null) {
      Gauge.builder("handrail.not.before.age", notBefore, NotBefore::ageSeconds)
          .description("Seconds since the newest list of void agents' tokens was asked for")
          .register(metrics);
    }
  }

  private static NotBeforeSource remote(String url, ServiceClient client, ServiceTokens tokens) {
    if (!tokens.available()) {
      throw new IllegalStateException(
          "handrail.not-before.url needs handrail.service-key to ask with.");
    }
    URI address = ServiceClient.address("handrail.not-before.url", url);
    return () -> client.get(address, NotBeforeList.class);
  }

  /** The list; null where none is kept. */
  @Nullable NotBefore list() {
    return notBefore;
  }

  void start(@Observes @Priority(2500) StartupEvent event) throws InterruptedException {
    NotBefore list = notBefore;
    if (list == null) {
      if (believesAgents) {
        LOG.warn(
            "Agents are believed without a list of void tokens (handrail.not-before.url): one that"
                + " is suspended goes on until its token ends.");
      }
      return;
    }
    Outage outage = new Outage(LOG, "The list of void agents' tokens");
    boolean read = read(list, outage);
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("not-before")
            .unstarted(() -> keepReading(list, outage, read, progress.join()));
    progress.complete(background.watch("not-before list", thread));
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  private void keepReading(NotBefore list, Outage outage, boolean readBefore, Progress progress) {
    boolean read = readBefore;
    try {
      while (!stopping.await((read ? every : AFTER_FAILURE).toNanos(), TimeUnit.NANOSECONDS)) {
        progress.made();
        read = read(list, outage);
      }
    } catch (InterruptedException e) {
      LOG.debug("Reading the not-before list was interrupted.");
    }
    progress.ended();
  }

  private static boolean read(NotBefore list, Outage outage) throws InterruptedException {
    try {
      list.refresh();
      outage.worked();
      return true;
    } catch (IOException | RuntimeException e) {
      outage.failed(e);
      return false;
    }
  }
}
