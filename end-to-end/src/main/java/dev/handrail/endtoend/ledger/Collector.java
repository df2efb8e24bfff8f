package dev.handrail.endtoend.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.endtoend.ledger.Evidence.HistoryRow;
import dev.handrail.endtoend.ledger.Evidence.InboxRow;
import dev.handrail.endtoend.ledger.Evidence.MessageRow;
import dev.handrail.endtoend.ledger.Evidence.NotificationRow;
import dev.handrail.endtoend.ledger.Evidence.TicketRow;
import dev.handrail.endtoend.ledger.Evidence.WireEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Waits until the platform is at rest and reads what it has kept, past the services: from the
 * databases and from the topic, with a consumer that belongs to nobody.
 */
public final class Collector {
  private static final String TOPIC = "ticket-events";
  private static final String DEAD_LETTERS = TOPIC + ".dlq";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PRIORITIES = List.of("low", "medium", "high", "urgent");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private static final String TICKETS =
      """
      SELECT id::text, number, customer_id, subject, status, assignee_id, priority, resolution_type,
             rating, version, event_sequence
      FROM ticket WHERE customer_id LIKE ? ORDER BY id
      """;

  private static final String MESSAGES =
      """
      SELECT m.id::text, m.ticket_id::text, m.position, m.author_id, m.visibility, m.text
      FROM message m JOIN ticket t ON t.id = m.ticket_id
      WHERE t.customer_id LIKE ? ORDER BY m.ticket_id, m.position
      """;

  private static final String HISTORY =
      """
      SELECT h.ticket_id::text, h.action, h.actor_id
      FROM history h JOIN ticket t ON t.id = h.ticket_id
      WHERE t.customer_id LIKE ? ORDER BY h.ticket_id, h.sequence
      """;

  /** Of the events of tickets; those of agents have a consumer of their own. */
  private static final String INBOX =
      "SELECT consumer, event_id::text FROM inbox WHERE consumer = 'notification-service'";

  private static final String NOTIFICATIONS =
      "SELECT subject_id::text, person_id, kind FROM notification ORDER BY created_at, id";

  /**
   * Where to look.
   *
   * @param run begins the names of the run's customers
   */
  public record Sources(
      String ticketDatabase,
      String notificationDatabase,
      String user,
      String password,
      String kafka,
      String run) {}

  /** What is still on its way. */
  public record Rest(long unpublished, long lag) {
    boolean isQuiet() {
      return unpublished == 0 && lag == 0;
    }
  }

  private final Sources sources;
  private final long deadLettersBefore;

  /** Remembers how many dead letters there are now; only new ones count. */
  public Collector(Sources sources) {
    this.sources = sources;
    try (Admin admin = admin()) {
      this.deadLettersBefore = records(admin, DEAD_LETTERS);
    }
  }

  /** Waits until nothing is on its way any more, or the time is over. */
  public Rest awaitRest(Duration longest) {
    long until = System.nanoTime() + longest.toNanos();
    try (Admin admin = admin()) {
      while (true) {
        Rest rest = rest(admin);
        if (rest.isQuiet() || System.nanoTime() - until > 0) {
          return rest;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  /** Everything there is about the run, and how it came to rest. */
  public Evidence collect(List<Recorded> ledger, Rest rest) {
    List<WireEvent> all = topic();
    List<WireEvent> events = all.stream().filter(this::isOfRun).toList();
    Set<String> others = new HashSet<>();
    all.stream().filter(e -> !isOfRun(e)).forEach(e -> others.add(e.id()));
    try (Connection tickets = connect(sources.ticketDatabase());
        Connection notifications = connect(sources.notificationDatabase());
        Admin admin = admin()) {
      // One snapshot for all tables of a database.
      tickets.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      tickets.setAutoCommit(false);
      List<TicketRow> stored = ofRun(tickets, TICKETS, Collector::ticket);
      Set<String> ids = new HashSet<>();
      stored.forEach(ticket -> ids.add(ticket.id()));
      return new Evidence(
          ledger,
          stored,
          ofRun(
              tickets,
              MESSAGES,
              row ->
                  new MessageRow(
                      row.getString(1),
                      row.getString(2),
                      row.getInt(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6))),
          ofRun(
              tickets,
              HISTORY,
              row -> new HistoryRow(row.getString(1), row.getString(2), row.getString(3))),
          events,
          rows(notifications, INBOX, row -> new InboxRow(row.getString(1), row.getString(2)))
              .stream()
              .filter(row -> !others.contains(row.eventId()))
              .toList(),
          rows(
                  notifications,
                  NOTIFICATIONS,
                  row -> new NotificationRow(row.getString(1), row.getString(2), row.getString(3)))
              .stream()
              .filter(
                  row -> row.recipient().startsWith(sources.run()) || ids.contains(row.ticketId()))
              .toList(),
          rest.unpublished(),
          rest.lag(),
          records(admin, DEAD_LETTERS) - deadLettersBefore);
    } catch (SQLException e) {
      throw new IllegalStateException("The databases cannot be read.", e);
    }
  }

  /**
   * The number of the process that relays the outbox, by what the database says; the last known one
   * while nobody does.
   */
  public long relayingProcess() {
    try (Connection connection = connect(sources.ticketDatabase())) {
      String holder =
          rows(connection, "SELECT holder FROM outbox_lease", row -> row.getString(1)).getFirst();
      return Long.parseLong(holder.substring(0, holder.indexOf('/')));
    } catch (SQLException e) {
      throw new IllegalStateException("The lease cannot be read.", e);
    }
  }

  private boolean isOfRun(WireEvent event) {
    return event.customer().startsWith(sources.run());
  }

  private Rest rest(Admin admin) {
    try (Connection connection = connect(sources.ticketDatabase())) {
      long unpublished =
          rows(connection, "SELECT count(*) FROM outbox", row -> row.getLong(1)).getFirst();
      return new Rest(unpublished, lag(admin));
    } catch (SQLException e) {
      throw new IllegalStateException("The outbox cannot be counted.", e);
    }
  }

  /** Of all groups that read the topic; without any group, everything is behind. */
  private static long lag(Admin admin) {
    try {
      Map<TopicPartition, Long> ends = ends(admin, TOPIC, OffsetSpec.latest());
      long behind = 0;
      boolean read = false;
      for (var group : admin.listGroups().all().get()) {
        Map<TopicPartition, OffsetAndMetadata> committed =
            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
        if (committed.keySet().stream().noneMatch(p -> p.topic().equals(TOPIC))) {
          continue;
        }
        read = true;
        for (var end : ends.entrySet()) {
          OffsetAndMetadata done = committed.get(end.getKey());
          behind += end.getValue() - (done == null ? 0 : done.offset());
        }
      }
      return read ? behind : ends.values().stream().mapToLong(Long::longValue).sum();
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka does not tell of its groups.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long records(Admin admin, String topic) {
    try {
      Map<TopicPartition, Long> begin = ends(admin, topic, OffsetSpec.earliest());
      return ends(admin, topic, OffsetSpec.latest()).entrySet().stream()
          .mapToLong(end -> end.getValue() - begin.getOrDefault(end.getKey(), 0L))
          .sum();
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka does not tell of " + topic + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    if (description != null) {
      description
          .partitions()
          .forEach(p -> wanted.put(new TopicPartition(topic, p.partition()), which));
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
        admin.listOffsets(wanted).all().get().entrySet()) {
      offsets.put(entry.getKey(), entry.getValue().offset());
    }
    return offsets;
  }

  /** The whole topic, each partition in its order. */
  private List<WireEvent> topic() {
    List<WireEvent> events = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", sources.kafka(), "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(p -> new TopicPartition(TOPIC, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          events.add(event(record));
        }
      }
    }
    return events;
  }

  private static WireEvent event(ConsumerRecord<byte[], byte[]> record) {
    JsonNode data;
    try {
      data = JSON.readTree(new String(record.value(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event is no JSON.", e);
    }
    JsonNode ticket = data.path("ticket");
    JsonNode detail = data.path("detail");
    return new WireEvent(
        record.partition(),
        record.offset(),
        new String(record.key(), StandardCharsets.UTF_8),
        header(record, "ce_id"),
        header(record, "ce_type"),
        Long.parseLong(header(record, "ce_sequence")),
        ticket.path("id").asText(),
        ticket.path("customer").path("id").asText(),
        ticket.path("status").asText(),
        textOrNull(ticket.path("assigneeId")),
        data.path("actor").path("id").asText(),
        textOrNull(detail.path("visibility")));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  private static TicketRow ticket(ResultSet row) throws SQLException {
    int rating = row.getInt(9);
    boolean rated = !row.wasNull();
    return new TicketRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        PRIORITIES.get(row.getInt(7)),
        row.getString(8),
        rated ? rating : null,
        row.getLong(10),
        row.getLong(11));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> ofRun(Connection connection, String sql, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, sources.run() + "%");
      return read(statement, reader);
    }
  }

  private static <T> List<T> rows(Connection connection, String sql, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return read(statement, reader);
    }
  }

  private static <T> List<T> read(PreparedStatement statement, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  private Connection connect(String url) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(sources.user());
    source.setPassword(sources.password());
    source.setConnectTimeout(5);
    source.setSocketTimeout(60);
    return source.getConnection();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", sources.kafka()));
  }
}
