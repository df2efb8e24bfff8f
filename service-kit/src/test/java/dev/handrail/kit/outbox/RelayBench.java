package dev.handrail.kit.outbox;

import dev.handrail.kit.UuidV7;
import dev.handrail.kit.background.KafkaClients;
import dev.handrail.kit.testing.Infrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An outbox of its own, relays on it, and ways to disturb them. */
final class RelayBench {
  /** Relay settings; short waits so that tests are quick. */
  record Config(boolean relay, Duration lease, Duration poll, int batch, int window, Duration drain)
      implements OutboxConfig {}

  /** A running relay. */
  record Running(OutboxRelay relay, Thread thread) {
    void stop() throws InterruptedException {
      relay.stop();
      thread.join();
    }
  }

  /** Sees each send before the real producer does, and may do otherwise. */
  interface Interception {
    void send(
        Producer<byte[], byte[]> real, ProducerRecord<byte[], byte[]> record, Callback callback);
  }

  final Infrastructure.Database database = Infrastructure.newDatabase();
  final RelayConnections connections =
      new RelayConnections(database.url(), database.user(), database.password());
  final MeterRegistry registry = new SimpleMeterRegistry();
  private final String kafka;
  private @Nullable Connection appending;
  private final List<Running> running = new ArrayList<>();

  RelayBench() {
    this(Infrastructure.kafka());
  }

  RelayBench(String kafka) {
    this.kafka = kafka;
    execute(resource("/db/kit/V0_1__outbox.sql"));
  }

  static Config config(Duration lease) {
    return new Config(true, lease, Duration.ofMillis(50), 500, 2_000, Duration.ofSeconds(5));
  }

  /** Starts a relay with the producers that the kit makes. */
  Running start() {
    return start(config(Duration.ofSeconds(5)), this::producer);
  }

  Running start(OutboxConfig config, Supplier<Producer<byte[], byte[]>> producers) {
    return start(config, new OutboxTable(connections), producers);
  }

  Running start(
      OutboxConfig config, OutboxTable table, Supplier<Producer<byte[], byte[]>> producers) {
    Running started = startAndForget(config, table, producers);
    running.add(started);
    return started;
  }

  /** Starts one that cannot be stopped; its thread goes with the JVM. */
  Running startAndForget(
      OutboxConfig config, OutboxTable table, Supplier<Producer<byte[], byte[]>> producers) {
    OutboxRelay relay =
        new OutboxRelay(
            config, table, producers, "test", "/handrail/kit", new RelayMetrics(registry));
    return new Running(relay, Thread.ofPlatform().daemon().name("relay-under-test").start(relay));
  }

  /** A producer with the kit's settings. */
  Producer<byte[], byte[]> producer() {
    return new KafkaClients(Map.of("bootstrap.servers", kafka), "test").producer("outbox");
  }

  /** The same with something in between. */
  Producer<byte[], byte[]> producer(Interception interception) {
    Producer<byte[], byte[]> real = producer();
    return intercepted(real, interception);
  }

  @SuppressWarnings("unchecked") // The proxy implements exactly the interface of the real one.
  static Producer<byte[], byte[]> intercepted(
      Producer<byte[], byte[]> real, Interception interception) {
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            RelayBench.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (_, method, arguments) -> {
              if (method.getName().equals("send") && arguments.length == 2) {
                interception.send(
                    real, (ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1]);
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  /** The event id that a record carries. */
  static String id(ProducerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }

  /** Commits one event and gives its id. */
  UUID append(String topic, String key, long sequence) {
    try {
      Connection open = appending;
      if (open == null) {
        open = database.connect();
        appending = open;
      }
      return insert(open, topic, key, sequence);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Inserts one event in the connection's transaction. */
  static UUID insert(Connection connection, String topic, String key, long sequence)
      throws SQLException {
    return insert(connection, topic, key, sequence, "{\"n\":" + sequence + "}");
  }

  static UUID insert(Connection connection, String topic, String key, long sequence, String data)
      throws SQLException {
    UUID id = UuidV7.next();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO outbox (event_id, topic, key, type, sequence, occurred_at, data)
            VALUES (?, ?, ?, 'handrail.Tested.v1', ?, now(), ?)
            """)) {
      statement.setObject(1, id);
      statement.setString(2, topic);
      statement.setString(3, key);
      statement.setLong(4, sequence);
      statement.setString(5, data);
      statement.executeUpdate();
      return id;
    }
  }

  /** How many events are still in the table. */
  int waiting() {
    return Integer.parseInt(ask("SELECT count(*) FROM outbox"));
  }

  String ask(String query) {
    try (Connection connection = database.connect();
        ResultSet results = connection.createStatement().executeQuery(query)) {
      results.next();
      return Objects.requireNonNull(results.getString(1), query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  double counted(String meter) {
    return registry.get(meter).meters().stream()
        .mapToDouble(each -> each.measure().iterator().next().getValue())
        .sum();
  }

  /** Stops every relay that can be stopped. */
  void stop() throws InterruptedException {
    for (Running each : List.copyOf(running)) {
      each.stop();
    }
  }

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(RelayBench.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
