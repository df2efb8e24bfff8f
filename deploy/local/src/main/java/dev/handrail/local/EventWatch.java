package dev.handrail.local;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic on its own, in no group, from the moment it was made. */
final class EventWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * One event as it lies on Kafka.
   *
   * @param key the aggregate it is about
   * @param sequence its number among the events of that aggregate
   */
  record Seen(String key, String type, long sequence) {
    /** {@code TicketCreated} of {@code handrail.TicketCreated.v1}. */
    String shortType() {
      String[] parts = type.split("\\.", -1);
      return parts.length == 3 ? parts[1] : type;
    }
  }

  private final KafkaConsumer<String, String> consumer;
  private final List<Seen> seen = new ArrayList<>();

  EventWatch(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "handrail-demo-" + UUID.randomUUID(),
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, Duration.ofSeconds(10)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Looks up the ends now: otherwise what happens before the first poll would be skipped.
    partitions.forEach(consumer::position);
  }

  /** Everything seen so far about one aggregate, waiting until there are as many as expected. */
  List<Seen> about(String key, int expected, Duration longest) {
    Instant until = Instant.now().plus(longest);
    while (of(key).size() < expected && Instant.now().isBefore(until)) {
      poll();
    }
    return of(key);
  }

  /** Also takes in what arrives within the time, to notice what should not be there. */
  List<Seen> aboutAfter(String key, Duration quiet) {
    Instant until = Instant.now().plus(quiet);
    while (Instant.now().isBefore(until)) {
      poll();
    }
    return of(key);
  }

  private List<Seen> of(String key) {
    return seen.stream().filter(event -> event.key().equals(key)).toList();
  }

  private void poll() {
    for (ConsumerRecord<String, String> entry : consumer.poll(POLL)) {
      seen.add(
          new Seen(
              String.valueOf(entry.key()),
              header(entry, "ce_type"),
              Long.parseLong("0" + header(entry, "ce_sequence"))));
    }
  }

  private static String header(ConsumerRecord<String, String> entry, String name) {
    var header = entry.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
