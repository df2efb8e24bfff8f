package dev.handrail.kit.outbox;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.KafkaClients;
import dev.handrail.kit.background.Progress;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the relay for as long as the application runs. */
@ApplicationScoped
class OutboxRelaying {
  private static final Logger LOG = Logger.getLogger(OutboxRelaying.class);

  private final OutboxConfig config;
  private final Outbox outbox;
  private final RelayConnections connections;
  private final KafkaClients clients;
  private final BackgroundWork background;
  private final MeterRegistry registry;
  private final String service;

  private @Nullable OutboxRelay relay;
  private @Nullable Thread thread;

  OutboxRelaying(
      OutboxConfig config,
      Outbox outbox,
      RelayConnections connections,
      KafkaClients clients,
      BackgroundWork background,
      MeterRegistry registry,
      @ConfigProperty(name = "handrail.service") String service) {
    this.config = config;
    this.outbox = outbox;
    this.connections = connections;
    this.clients = clients;
    this.background = background;
    this.registry = registry;
    this.service = service;
  }

  void start(@Observes @Priority(2000) StartupEvent event) {
    if (!config.relay()) {
      return;
    }
    OutboxRelay started =
        new OutboxRelay(
            config,
            new OutboxTable(connections),
            () -> clients.producer("outbox"),
            ProcessHandle.current().pid() + "/" + UUID.randomUUID(),
            "/handrail/" + service,
            new RelayMetrics(registry));
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread working =
        Thread.ofPlatform()
            .daemon()
            .name("outbox-relay")
            .unstarted(() -> started.run(progress.join()));
    progress.complete(background.watch("outbox relay", working));
    outbox.onCommit(started::committed);
    relay = started;
    thread = working;
    working.start();
  }

  /** After the consumers, whose last effects may have stored events; before the pool closes. */
  void stop(@Observes @Priority(2000) ShutdownEvent event) throws InterruptedException {
    if (relay == null || thread == null) {
      return;
    }
    relay.stop();
    if (!thread.join(config.drain().plusSeconds(5))) {
      LOG.warn("The outbox relay did not end in time; its lease will run out.");
    }
  }
}
