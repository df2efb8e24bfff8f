package dev.handrail.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a consumer that belongs to nobody sees on the topic of tickets. */
final class EventLog implements AutoCloseable {
  private static final String TOPIC = "ticket-events";

  /** An event, as far as tests look at it. */
  record Event(String key, String id, String type, long sequence, JsonNode data) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Event> events = new ArrayList<>();

  EventLog(Platform platform) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", platform.kafkaBootstrap(), "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC).stream()
            .map(p -> new TopicPartition(TOPIC, p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The events of a ticket, once there are at least so many of them. */
  List<Event> of(String ticket, int least, Duration longest) {
    long until = System.nanoTime() + longest.toNanos();
    while (true) {
      List<Event> found = events.stream().filter(e -> e.key().equals(ticket)).toList();
      if (found.size() >= least) {
        return found;
      }
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("Not within " + longest + ": " + least + " events; seen " + found);
      }
      consumer.poll(Duration.ofMillis(100)).forEach(this::add);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      events.add(
          new Event(
              new String(record.key(), StandardCharsets.UTF_8),
              header(record, "ce_id"),
              header(record, "ce_type"),
              Long.parseLong(header(record, "ce_sequence")),
              Gate.JSON.readTree(record.value())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
