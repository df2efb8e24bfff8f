package dev.handrail.kit.inbox;

import dev.handrail.kit.background.KafkaClients;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Puts events that cannot be applied where people can look at them and send them again. */
@ApplicationScoped
class DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final int LONGEST_REASON = 300;

  private final KafkaClients clients;
  private @Nullable Producer<byte[], byte[]> producer;

  DeadLetters(KafkaClients clients) {
    this.clients = clients;
  }

  /** The dead-letter topic did not take the event. */
  static final class NotAccepted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAccepted(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Returns once the broker has acknowledged the event on {@code <topic>.dlq}, with its key, value
   * and headers and the reason beside them.
   *
   * @throws NotAccepted if that did not happen in time; the event may be there or not
   */
  void accept(ConsumerRecord<byte[], byte[]> record, String reason, int attempts) {
    Headers headers = new RecordHeaders(record.headers());
    set(headers, "dlq-reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    set(headers, "dlq-topic", record.topic());
    set(headers, "dlq-partition", Integer.toString(record.partition()));
    set(headers, "dlq-offset", Long.toString(record.offset()));
    set(headers, "dlq-attempts", Integer.toString(attempts));
    try {
      var _ =
          producer()
              .send(
                  new ProducerRecord<>(
                      record.topic() + ".dlq", null, null, record.key(), record.value(), headers))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      discard();
      throw new NotAccepted(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | KafkaException | IllegalStateException e) {
      discard();
      throw new NotAccepted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAccepted(e);
    }
  }

  /** Made when the first event needs it: most processes never do. */
  private synchronized Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> current = producer;
    if (current == null) {
      current = clients.producer("dlq");
      producer = current;
    }
    return current;
  }

  /** After a failure the producer is not trusted any more. */
  @PreDestroy
  synchronized void discard() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private static void set(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
