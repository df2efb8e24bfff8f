package dev.handrail.kit.background;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Readiness: the broker answers within two seconds. */
@Readiness
@ApplicationScoped
public class BrokerReadiness implements HealthCheck {
  private static final int PATIENCE_MILLIS = 2_000;

  private final KafkaClients clients;
  private @Nullable Admin admin;

  BrokerReadiness(KafkaClients clients) {
    this.clients = clients;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("Kafka broker");
    try {
      int nodes =
          admin()
              .describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
              .nodes()
              .get(PATIENCE_MILLIS + 500L, TimeUnit.MILLISECONDS)
              .size();
      return response.status(nodes > 0).build();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return response.down().withData("reason", e.getClass().getSimpleName()).build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return response.down().build();
    }
  }

  @PreDestroy
  synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private synchronized Admin admin() {
    if (admin == null) {
      admin = clients.admin();
    }
    return admin;
  }
}
