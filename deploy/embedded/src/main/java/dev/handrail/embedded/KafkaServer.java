package dev.handrail.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node (broker and controller) inside this JVM, on a folder whose data stay, reachable
 * through the loopback interface only. A record that was acknowledged survives the death of the
 * process; a power cut may take the last ones, as with any Kafka that has no second replica.
 */
public final class KafkaServer implements AutoCloseable {
  /** Held strongly: java.util.logging would forget levels of loggers that nobody refers to. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("kafka"),
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("state.change.logger"));

  private static final int NODE_ID = 1;

  private final KafkaRaftServer server;
  private final FolderLock lock;
  private final int port;

  private KafkaServer(KafkaRaftServer server, FolderLock lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /**
   * Starts, and returns when the broker takes requests.
   *
   * @param dataDir made and formatted if needed
   * @param port 0 takes a free one
   * @throws CannotStart with a sentence that says why
   */
  public static KafkaServer start(Path dataDir, int port) {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    Path folder = dataDir.toAbsolutePath().normalize();
    FolderLock lock = FolderLock.tryTake(folder);
    if (lock == null) {
      throw new CannotStart("Another process already runs Kafka on " + folder + ".");
    }
    try {
      int listen = port == 0 ? FreePorts.next() : port;
      if (port != 0 && !FreePorts.isFree(port)) {
        throw new CannotStart("Kafka cannot listen on port " + port + ": it is in use.");
      }
      format(folder.resolve("data"));
      var config = KafkaConfig.fromProps(properties(folder, listen, FreePorts.next()), false);
      var server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return new KafkaServer(server, lock, listen);
    } catch (CannotStart e) {
      lock.close();
      throw e;
    } catch (Exception e) {
      lock.close();
      throw new CannotStart("Kafka cannot start on " + folder + ": " + innermost(e) + ".", e);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Host and port for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Returns when the node has ended, after {@link #close()} or by itself. */
  public void awaitShutdown() {
    server.awaitShutdown();
  }

  /** Stops the node cleanly; safe to repeat. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      lock.close();
    }
  }

  private static void format(Path data) throws Exception {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    new Formatter()
        .setNodeId(NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(data.toString()))
        .setMetadataLogDirectory(data.toString())
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setControllerListenerName("CONTROLLER")
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .run();
  }

  private static Properties properties(Path folder, int port, int controllerPort) {
    var properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", String.valueOf(NODE_ID));
    properties.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.setProperty(
        "listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.setProperty("advertised.listeners", "BROKER://127.0.0.1:" + port);
    properties.setProperty(
        "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty("inter.broker.listener.name", "BROKER");
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("log.dirs", folder.resolve("data").toString());
    properties.setProperty("auto.create.topics.enable", "false");
    // One node: nothing to copy to, and no other consumer to wait for before a group may start.
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("transaction.state.log.num.partitions", "1");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    // After a kill -9 the controller refuses the broker until the session of its former life has
    // ended.
    properties.setProperty("broker.session.timeout.ms", "3000");
    properties.setProperty("broker.heartbeat.interval.ms", "500");
    // Small: it shares two cores and a few hundred megabytes with everything else.
    properties.setProperty("num.network.threads", "2");
    properties.setProperty("num.io.threads", "4");
    properties.setProperty("background.threads", "2");
    properties.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
    properties.setProperty("log.segment.bytes", String.valueOf(64 * 1024 * 1024));
    return properties;
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
