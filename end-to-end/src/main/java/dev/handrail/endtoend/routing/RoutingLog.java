package dev.handrail.endtoend.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads both topics in no group, and keeps what belongs to some departments. */
public final class RoutingLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OVER = Set.of("resolved", "closed");

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Set<String> departments;

  /**
   * @param departments whose tickets and agents are meant
   */
  public RoutingLog(String bootstrapServers, Set<String> departments) {
    this.departments = Set.copyOf(departments);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "enable.auto.commit",
                "false",
                "reconnect.backoff.max.ms",
                "500"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        List.of("ticket-events", "agent-events").stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Looks up the ends now: otherwise what happens before the first poll would be skipped.
    partitions.forEach(consumer::position);
  }

  /** What came within the time; call it again and again from one thread. */
  public void poll(Duration longest, Consumer<TicketFact> tickets) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(longest)) {
      if (record.topic().equals("ticket-events")) {
        TicketFact fact = ticket(record);
        if (departments.contains(fact.needs().department())) {
          tickets.accept(fact);
        }
      }
    }
  }

  /** Everything from the beginning of the topics to what is their end now. */
  public RoutingEvidence all(List<Span> outages, Span looked) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.seekToBeginning(partitions);
    List<TicketFact> tickets = new ArrayList<>();
    List<AgentFact> agents = new ArrayList<>();
    while (partitions.stream()
        .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (record.topic().equals("ticket-events")) {
          TicketFact fact = ticket(record);
          if (departments.contains(fact.needs().department())) {
            tickets.add(fact);
          }
        } else if (!key(record).startsWith("department/")) {
          AgentFact fact = agent(record);
          if (departments.contains(fact.department())) {
            agents.add(fact);
          }
        }
      }
    }
    return new RoutingEvidence(tickets, agents, outages, looked);
  }

  private static TicketFact ticket(ConsumerRecord<byte[], byte[]> record) {
    JsonNode data = data(record);
    JsonNode ticket = data.path("ticket");
    String type = type(record);
    return new TicketFact(
        key(record),
        sequence(record),
        time(record),
        type,
        text(data.path("detail").path("from")),
        text(data.path("detail").path("how")),
        !OVER.contains(text(ticket.path("status"))) && !type.equals("TicketDeleted"),
        text(ticket.path("assigneeId")),
        new TicketFact.Needs(
            text(ticket.path("app")),
            text(ticket.path("department")),
            text(ticket.path("category")),
            text(ticket.path("language"))));
  }

  private static AgentFact agent(ConsumerRecord<byte[], byte[]> record) {
    JsonNode agent = data(record).path("agent");
    return new AgentFact(
        key(record),
        sequence(record),
        time(record),
        text(agent.path("status")).equals("approved")
            && text(agent.path("availability")).equals("available"),
        texts(agent.path("apps")),
        text(agent.path("department")),
        texts(agent.path("specializations")),
        texts(agent.path("languages")),
        agent.path("capacity").asInt());
  }

  private static JsonNode data(ConsumerRecord<byte[], byte[]> record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private static String type(ConsumerRecord<byte[], byte[]> record) {
    return header(record, "ce_type").replaceAll("handrail\\.|\\.v\\d+", "");
  }

  private static long sequence(ConsumerRecord<byte[], byte[]> record) {
    return Long.parseLong(header(record, "ce_sequence"));
  }

  private static Instant time(ConsumerRecord<byte[], byte[]> record) {
    return Instant.parse(header(record, "ce_time"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
