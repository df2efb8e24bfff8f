package dev.handrail.kit.background;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness of the threads that work in the background: DOWN when one has died or has not finished a
 * step for {@code handrail.liveness.patience}. An idle topic, a broker or a database that is away
 * leave it UP, since a restart would not bring them back.
 */
@Default
@Liveness
@ApplicationScoped
public class BackgroundWork implements HealthCheck {
  private final Duration patience;
  private final AwakeClock clock = new AwakeClock(System::nanoTime);
  private final List<Progress> watched = new CopyOnWriteArrayList<>();

  BackgroundWork(
      @ConfigProperty(name = "handrail.liveness.patience", defaultValue = "60s")
          Duration patience) {
    this.patience = patience;
  }

  void start(@Observes StartupEvent event) {
    clock.start();
  }

  @PreDestroy
  void stop() {
    clock.stop();
  }

  /**
   * Watches a thread that is about to start.
   *
   * @param work names it in the health report
   */
  public Progress watch(String work, Thread thread) {
    Progress progress = new Progress(work, thread, clock);
    watched.add(progress);
    return progress;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("background work").up();
    for (Progress progress : watched) {
      if (!progress.isAlive(patience)) {
        response.down().withData(progress.work(), progress.silence().toSeconds() + " s silent");
      }
    }
    return response.build();
  }
}
