package dev.handrail.kit.inbox;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.background.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts events on a topic, also such as no relay would. */
final class Sender implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final List<Future<?>> sent = new ArrayList<>();

  Sender(KafkaClients clients) {
    producer = clients.producer("sender");
  }

  /** An event in the making. */
  static final class Event {
    final UUID id;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String key;
    private byte[] value = {'{', '}'};

    private Event(UUID id, String key) {
      this.id = id;
      this.key = key;
      headers.put("ce_specversion", "1.0");
      headers.put("ce_id", id.toString());
      headers.put("ce_source", "/handrail/test");
      headers.put("ce_type", "handrail.Tested.v1");
      headers.put("ce_time", "2026-03-01T12:00:00Z");
      headers.put("ce_subject", key);
      headers.put("ce_sequence", "1");
    }

    Event header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    Event without(String name) {
      headers.remove(name);
      return this;
    }

    Event value(String text) {
      value = text.getBytes(StandardCharsets.UTF_8);
      return this;
    }

    Event wish(String wish) {
      return value("{\"wish\":\"" + wish + "\"}");
    }

    Event sequence(long sequence) {
      return header("ce_sequence", Long.toString(sequence));
    }

    Event key(String other) {
      key = other;
      return this;
    }
  }

  static Event event(String key) {
    return new Event(UuidV7.next(), key);
  }

  /** Queues an event. */
  void send(String topic, Event event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, null, null, event.key.getBytes(StandardCharsets.UTF_8), event.value);
    event.headers.forEach(
        (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    sent.add(producer.send(record));
  }

  /** Returns when the broker has all that was queued. */
  void flush() {
    try {
      for (Future<?> each : sent) {
        each.get();
      }
      sent.clear();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
