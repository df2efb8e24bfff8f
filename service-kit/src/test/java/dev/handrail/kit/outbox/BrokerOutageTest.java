package dev.handrail.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.embedded.KafkaServer;
import dev.handrail.embedded.Topics;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.kit.testing.KafkaProbe.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerOutageTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void what_is_committed_while_the_broker_is_away_leaves_in_order_when_it_is_back(
      @TempDir Path folder) throws InterruptedException {
    KafkaServer broker = KafkaServer.start(folder, 0);
    int port = broker.port();
    try {
      Topics.createAll(broker.bootstrapServers());
      RelayBench bench = new RelayBench(broker.bootstrapServers());
      bench.start();
      append(bench, 1, 10);
      Eventually.until(LONG, "an empty outbox", () -> bench.waiting() == 0);

      broker.close();
      append(bench, 11, 60);
      Eventually.until(LONG, "a send given up", () -> bench.counted("handrail.outbox.failed") > 0);
      assertThat(bench.waiting()).isEqualTo(50);
      broker = KafkaServer.start(folder, port);

      Eventually.until(LONG, "an empty outbox", () -> bench.waiting() == 0);
      bench.stop();
      try (KafkaProbe probe = KafkaProbe.fromStart(broker.bootstrapServers(), "faq-events")) {
        for (int key = 0; key < 5; key++) {
          String name = "k" + key;
          probe.await(LONG, "all of " + name, _ -> sequences(probe, name).size() == 12);
          assertThat(sequences(probe, name)).isSorted();
        }
      }
    } finally {
      broker.close();
    }
  }

  private static List<Long> sequences(KafkaProbe probe, String key) {
    return probe.seen(key).stream()
        .map((Seen event) -> Long.valueOf(event.header("ce_sequence")))
        .distinct()
        .toList();
  }

  private static void append(RelayBench bench, int from, int to) {
    for (int i = from; i <= to; i++) {
      bench.append("faq-events", "k" + i % 5, i);
    }
  }
}
