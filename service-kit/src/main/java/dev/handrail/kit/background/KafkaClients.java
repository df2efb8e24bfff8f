package dev.handrail.kit.background;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes Kafka clients with the settings our promises rest on; {@code kafka.*} gives the rest. */
@ApplicationScoped
public class KafkaClients {
  /** More than comes in the time that a consumer gathers, and less than a fetch may hold. */
  private static final int GATHERED_BYTES = 1024 * 1024;

  private final Map<String, Object> common;
  private final String application;
  private final AtomicLong made = new AtomicLong();

  /**
   * Takes what every client has in common.
   *
   * @param common Kafka's own settings, {@code bootstrap.servers} among them
   * @param application begins the client ids
   */
  public KafkaClients(
      @Identifier("default-kafka-broker") Map<String, Object> common,
      @ConfigProperty(name = "quarkus.application.name") String application) {
    this.common = common;
    this.application = application;
  }

  /** A producer whose acknowledgement means that every in-sync replica has the record. */
  public Producer<byte[], byte[]> producer(String purpose) {
    Map<String, Object> config = settings(ProducerConfig.configNames(), purpose);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    // Bounded, so that a send is never in doubt for long and a missing topic stops nobody.
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * A consumer that commits only what it is told to and starts at the beginning.
   *
   * @param gathers how long the broker may hold back records to have more of them; zero for not at
   *     all
   */
  public Consumer<byte[], byte[]> consumer(
      String group, String purpose, int maxPollRecords, Duration gathers) {
    Map<String, Object> config = settings(ConsumerConfig.configNames(), purpose);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    if (gathers.isPositive()) {
      config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHERED_BYTES);
      config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) gathers.toMillis());
    }
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    // A killed replica's partitions move within this time rather than the default 45 s.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 120_000);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A topic that is made after the service has started is found within this time.
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Admin admin() {
    Map<String, Object> config = settings(AdminClientConfig.configNames(), "health");
    config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return Admin.create(config);
  }

  private Map<String, Object> settings(Set<String> known, String purpose) {
    Map<String, Object> config = new HashMap<>(common);
    config.keySet().retainAll(known);
    config.put("client.id", application + "-" + purpose + "-" + made.incrementAndGet());
    // No JMX beans and no telemetry to the broker: our own metrics are what is watched.
    config.put("metric.reporters", List.of());
    config.put("enable.metrics.push", false);
    return config;
  }
}
