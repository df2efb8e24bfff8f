package dev.handrail.notification;

import dev.handrail.kit.testing.Infrastructure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes to the real broker in the order given. */
final class Broker implements AutoCloseable {
  private final KafkaProducer<String, String> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", Infrastructure.kafka()),
          new StringSerializer(),
          new StringSerializer());

  /** Returns when the broker has all events. */
  @SafeVarargs
  final void publish(List<TicketStory.Event>... changes) {
    List<ProducerRecord<String, String>> records = new ArrayList<>();
    for (List<TicketStory.Event> change : changes) {
      change.forEach(event -> records.add(event.toRecord()));
    }
    send(records);
  }

  void tell(List<AgentStory.Event> events) {
    send(events.stream().map(AgentStory.Event::toRecord).toList());
  }

  void send(List<ProducerRecord<String, String>> records) {
    List<Future<RecordMetadata>> sends = records.stream().map(producer::send).toList();
    try {
      for (Future<RecordMetadata> send : sends) {
        send.get();
      }
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
