package dev.handrail.kit.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.embedded.FreePorts;
import dev.handrail.kit.testing.Infrastructure;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class BrokerReadinessTest {
  @Test
  void a_broker_that_answers_is_up_and_one_that_is_not_there_is_down() {
    assertThat(status(Infrastructure.kafka())).isEqualTo(Status.UP);
    assertThat(status("127.0.0.1:" + FreePorts.next())).isEqualTo(Status.DOWN);
  }

  private static Status status(String bootstrapServers) {
    BrokerReadiness readiness =
        new BrokerReadiness(
            new KafkaClients(Map.of("bootstrap.servers", bootstrapServers), "test"));
    try {
      return readiness.call().getStatus();
    } finally {
      readiness.close();
    }
  }
}
