package dev.handrail.kit.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic on its own, without a group and beside whoever else reads it: what a test sees here
 * is what really is on Kafka. Used by one thread.
 */
public final class KafkaProbe implements AutoCloseable {
  /** A record as it stands on the topic. */
  public record Seen(
      int partition,
      long offset,
      @Nullable String key,
      @Nullable String value,
      Map<String, String> headers) {
    /** The text of a header. */
    public String header(String name) {
      return Objects.requireNonNull(headers.get(name), name);
    }

    /** The event's id. */
    public String id() {
      return header("ce_id");
    }

    /** The event's type. */
    public String type() {
      return header("ce_type");
    }
  }

  private final KafkaConsumer<String, String> consumer;
  private final List<Seen> seen = new ArrayList<>();

  private KafkaProbe(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList());
  }

  /** Sees everything the topic holds. */
  public static KafkaProbe fromStart(String bootstrapServers, String topic) {
    KafkaProbe probe = new KafkaProbe(bootstrapServers, topic);
    probe.consumer.seekToBeginning(probe.consumer.assignment());
    return probe;
  }

  /** Sees what comes from now on. */
  public static KafkaProbe fromNow(String bootstrapServers, String topic) {
    KafkaProbe probe = new KafkaProbe(bootstrapServers, topic);
    probe.consumer.seekToEnd(probe.consumer.assignment());
    // Seeking is lazy: only asking for the position fixes where the end was.
    probe.consumer.assignment().forEach(probe.consumer::position);
    return probe;
  }

  /** Everything seen so far, each partition in its order, after a short look for more. */
  public List<Seen> seen() {
    look(Duration.ofMillis(100));
    return List.copyOf(seen);
  }

  /** What was seen of one key, in order. */
  public List<Seen> seen(String key) {
    return seen().stream().filter(record -> key.equals(record.key())).toList();
  }

  /**
   * Waits until enough was seen.
   *
   * @param what is waited for, for the message
   * @throws AssertionError if it was not within the time
   */
  public List<Seen> await(Duration longest, String what, Predicate<? super List<Seen>> enough) {
    return Eventually.value(longest, what, this::seen, enough);
  }

  /** Waits for one record per key or more, whatever their order. */
  public List<Seen> awaitKeys(Duration longest, Collection<String> keys) {
    return await(
        longest,
        "records of all keys " + keys,
        records -> records.stream().map(Seen::key).toList().containsAll(keys));
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  private void look(Duration time) {
    for (ConsumerRecord<String, String> record : consumer.poll(time)) {
      Map<String, String> headers = new HashMap<>();
      for (Header header : record.headers()) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
      seen.add(
          new Seen(record.partition(), record.offset(), record.key(), record.value(), headers));
    }
  }
}
