package dev.handrail.kit.inbox;

import dev.handrail.kit.background.BackgroundWork;
import dev.handrail.kit.background.KafkaClients;
import dev.handrail.kit.background.Progress;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Runs every {@link EventConsumer} of the application on a thread of its own. */
@ApplicationScoped
class Consuming {
  private static final Logger LOG = Logger.getLogger(Consuming.class);

  private final List<EventConsumer> consumers;
  private final InboxConfig config;
  private final Inbox inbox;
  private final DeadLetters deadLetters;
  private final KafkaClients clients;
  private final BackgroundWork background;
  private final MeterRegistry registry;
  private final List<ConsumerLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Consuming(
      @All List<EventConsumer> consumers,
      InboxConfig config,
      Inbox inbox,
      DeadLetters deadLetters,
      KafkaClients clients,
      BackgroundWork background,
      MeterRegistry registry) {
    this.consumers = consumers;
    this.config = config;
    this.inbox = inbox;
    this.deadLetters = deadLetters;
    this.clients = clients;
    this.background = background;
    this.registry = registry;
  }

  void start(@Observes @Priority(3000) StartupEvent event) {
    if (!config.consume()) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (EventConsumer consumer : consumers) {
      ConsumerLoop loop =
          new ConsumerLoop(
              consumer,
              config,
              inbox,
              deadLetters,
              () ->
                  clients.consumer(
                      consumer.group(), consumer.topic(), config.batch(), consumer.gathers()),
              new InboxMetrics(registry, consumer.topic(), consumer.group()));
      if (!names.add(loop.name())) {
        throw new IllegalStateException("Two consumers are both " + loop.name() + ".");
      }
      CompletableFuture<Progress> progress = new CompletableFuture<>();
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .name("consumer " + loop.name())
              .unstarted(() -> loop.run(progress.join()));
      progress.complete(background.watch("consumer " + loop.name(), thread));
      loops.add(loop);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** Before the relay and the pool: the batch at hand is finished and its offsets committed. */
  void stop(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
    loops.forEach(ConsumerLoop::stop);
    long until = System.nanoTime() + config.drain().toNanos();
    for (Thread thread : threads) {
      long left = Math.max(1, (until - System.nanoTime()) / 1_000_000);
      thread.join(left);
      if (thread.isAlive()) {
        LOG.warnf(
            "%s did not end in time; its batch is rolled back and comes again.", thread.getName());
      }
    }
  }
}
