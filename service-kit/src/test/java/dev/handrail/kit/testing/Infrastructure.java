package dev.handrail.kit.testing;

import dev.handrail.embedded.Folders;
import dev.handrail.embedded.KafkaServer;
import dev.handrail.embedded.PostgresServer;
import dev.handrail.embedded.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * PostgreSQL and Kafka for tests, real ones: started by whoever needs them first, shared by all
 * tests of the JVM, gone with it. Each application under test gets an empty database; the topics
 * are those of event-contracts and stay filled.
 *
 * <p>Use it with {@code @WithTestResource(Infrastructure.class)}, or the static methods in tests
 * without Quarkus.
 */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {
  // Quarkus loads this class several times; only system properties are the same for all of them.
  private static final String PREFIX = "handrail.test.infrastructure.";
  private static final String POSTGRES_PORT = PREFIX + "postgres.port";
  private static final String POSTGRES_PASSWORD = PREFIX + "postgres.password";
  private static final String KAFKA = PREFIX + "kafka";
  private static final String DATABASES = PREFIX + "databases";
  private static final String USER = "postgres";

  /** A database of its own, empty when it is given. */
  public record Database(String url, String user, String password) {
    /** A new connection, which the caller closes. */
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(url, user, password);
    }
  }

  @Override
  public Map<String, String> start() {
    Database database = newDatabase();
    Map<String, String> config = new HashMap<>(TestIssuer.shared().config());
    config.putAll(TestServices.config());
    config.put("quarkus.datasource.jdbc.url", database.url());
    config.put("quarkus.datasource.username", database.user());
    config.put("quarkus.datasource.password", database.password());
    config.put("kafka.bootstrap.servers", kafka());
    config.put("handrail.cursor.secret", "a-secret-for-tests-that-is-long-enough");
    config.put("handrail.audit.secret", "another-secret-for-tests-long-enough");
    // The broker lives in this JVM and would say a thousand things nobody reads.
    for (String category : List.of("kafka", "org.apache.kafka", "state.change.logger")) {
      config.put("quarkus.log.category.\"" + category + "\".level", "ERROR");
    }
    return config;
  }

  @Override
  public void stop() {
    // The servers serve the next application of this JVM, and end with it.
  }

  /** The bootstrap servers of Kafka, with all topics. */
  public static String kafka() {
    ensureStarted();
    return property(KAFKA);
  }

  /** A new, empty database. */
  public static Database newDatabase() {
    ensureStarted();
    int number;
    // A lock that every class loader sees alike.
    synchronized (Runtime.getRuntime()) {
      number = Integer.getInteger(DATABASES, 0) + 1;
      System.setProperty(DATABASES, Integer.toString(number));
    }
    String name = "test_" + number;
    String server = "jdbc:postgresql://127.0.0.1:" + property(POSTGRES_PORT) + "/";
    try (Connection connection =
            DriverManager.getConnection(server + "postgres", USER, property(POSTGRES_PASSWORD));
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create database " + name + ".", e);
    }
    return new Database(server + name, USER, property(POSTGRES_PASSWORD));
  }

  /**
   * Kills the database server with all its connections, as a crash would, runs something, and
   * starts the server again on its data and port. Returns when it takes connections.
   */
  public static void withoutDatabase(Runnable during) {
    ensureStarted();
    call("crash");
    try {
      during.run();
    } finally {
      call("start");
    }
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  private static void ensureStarted() {
    synchronized (Runtime.getRuntime()) {
      if (System.getProperty(KAFKA) != null) {
        return;
      }
      try {
        Path folder = Files.createTempDirectory("handrail-test-");
        CompletableFuture<KafkaServer> kafka =
            CompletableFuture.supplyAsync(() -> startKafka(folder.resolve("kafka")));
        AtomicReference<PostgresServer> postgres =
            new AtomicReference<>(PostgresServer.start(folder.resolve("postgres"), 0));
        int port = postgres.get().port();
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> cleanUp(postgres.get().pid(), folder)));
        offer("crash", () -> crash(postgres.get()));
        offer("start", () -> postgres.set(PostgresServer.start(folder.resolve("postgres"), port)));
        System.setProperty(POSTGRES_PORT, Integer.toString(port));
        System.setProperty(POSTGRES_PASSWORD, postgres.get().password());
        System.setProperty(KAFKA, kafka.join().bootstrapServers());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static KafkaServer startKafka(Path folder) {
    // Kafka finds classes by the thread's loader, which in a pool thread is not ours.
    Thread.currentThread().setContextClassLoader(Infrastructure.class.getClassLoader());
    KafkaServer server = KafkaServer.start(folder, 0);
    Topics.createAll(server.bootstrapServers());
    return server;
  }

  private static void crash(PostgresServer server) {
    ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
    server.onExit().join();
    server.close();
  }

  /** Lets copies of this class in other class loaders run something in this one. */
  private static void offer(String action, Runnable work) {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new StandardMBean(work, Runnable.class), name(action));
    } catch (JMException e) {
      throw new IllegalStateException("Cannot offer " + action + ".", e);
    }
  }

  private static void call(String action) {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(name(action), "run", new Object[0], new String[0]);
    } catch (JMException e) {
      throw new IllegalStateException("Cannot " + action + " PostgreSQL.", e);
    }
  }

  private static ObjectName name(String action) throws JMException {
    return new ObjectName("dev.handrail.test:type=Infrastructure,name=" + action);
  }

  /** By means of the JDK alone: the loader of everything else may be closed when the JVM ends. */
  private static void cleanUp(long postmaster, Path folder) {
    try {
      // SIGINT: PostgreSQL's fast shutdown, which waits for no client.
      new ProcessBuilder("kill", "-INT", Long.toString(postmaster)).start().waitFor();
      ProcessHandle.of(postmaster)
          .ifPresent(
              process -> process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join());
      // The broker still runs and tidies up itself.
      Folders.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Not everything in " + folder + " could be deleted: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
