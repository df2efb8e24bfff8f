package dev.handrail.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates at a fixed rate, whether or not earlier ones have been answered, and the time from each
 * creation to its notification standing in the other service's database.
 */
final class OpenLoop {

  /** Percentiles in milliseconds. */
  record Delays(int created, int refused, int notified, double p50, double p99, double worst) {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Delays run(
      String url,
      List<String> tokens,
      int perSecond,
      int seconds,
      Connection tickets,
      Connection notifications)
      throws InterruptedException, SQLException {
    Map<UUID, Boolean> created = new ConcurrentHashMap<>();
    AtomicInteger refused = new AtomicInteger();
    String stamp = UUID.randomUUID().toString();
    Watch watch = new Watch(notifications);
    watch.start();
    long start = System.nanoTime();
    int total = perSecond * seconds;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < total; i++) {
        long at = start + i * 1_000_000_000L / perSecond;
        TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
        int n = i;
        threads.execute(
            () -> {
              try {
                var answer =
                    http.send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/tickets"))
                            .timeout(Duration.ofSeconds(10))
                            .header("Authorization", "Bearer " + tokens.get(n % tokens.size()))
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", stamp + "-" + n)
                            .POST(
                                HttpRequest.BodyPublishers.ofString(
                                    Workloads.ticketBody("open " + n)))
                            .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 201) {
                  String location = answer.headers().firstValue("Location").orElseThrow();
                  created.put(
                      UUID.fromString(location.substring(location.lastIndexOf('/') + 1)), true);
                } else {
                  refused.incrementAndGet();
                }
              } catch (IOException e) {
                refused.incrementAndGet();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      }
    }
    // The last ones may still be on their way.
    watch.await(created.keySet());
    Map<UUID, Instant> made =
        times(
            tickets,
            "SELECT id, created_at FROM ticket WHERE created_at > now() - interval '10 minutes'");
    Map<UUID, Instant> stored = watch.seen();
    double[] delays =
        created.keySet().stream()
            .filter(stored::containsKey)
            .mapToDouble(id -> millis(made, stored, id))
            .sorted()
            .toArray();
    return new Delays(
        created.size(),
        refused.get(),
        delays.length,
        percentile(delays, 50),
        percentile(delays, 99),
        percentile(delays, 100));
  }

  /** Looks every few milliseconds which notifications a reader would find. */
  private static final class Watch {
    /** Longer than a transaction of a notification takes from its id to its commit, usually. */
    private static final Duration USUAL = Duration.ofMillis(300);

    /** What took longer is found by every hundredth look: late, but not lost. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final String RECENT =
        "SELECT subject_id::uuid FROM notification WHERE kind = 'ticket_created' AND id > ?";

    private final Connection notifications;
    private final Map<UUID, Instant> seen = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::look);
    private volatile boolean done;

    Watch(Connection notifications) {
      this.notifications = notifications;
    }

    void start() {
      thread.start();
    }

    /** Waits until all of these have been seen, at most ten seconds. */
    void await(Set<UUID> tickets) throws InterruptedException {
      for (int i = 0; i < 1_000 && !seen.keySet().containsAll(tickets); i++) {
        Thread.sleep(10);
      }
      done = true;
      thread.join();
    }

    /** The smallest UUIDv7 of a moment so long ago: the primary key finds what came since. */
    private static UUID olderThan(Duration age) {
      return new UUID((System.currentTimeMillis() - age.toMillis()) << 16 | 0x7000, 1L << 63);
    }

    Map<UUID, Instant> seen() {
      return seen;
    }

    private void look() {
      try (var statement = notifications.prepareStatement(RECENT)) {
        for (int look = 0; !done; look++) {
          // A look must not cost what is measured its time: it reads few rows.
          statement.setObject(1, olderThan(look % 100 == 0 ? LONG : USUAL));
          try (var rows = statement.executeQuery()) {
            Instant now = Instant.now();
            while (rows.next()) {
              seen.putIfAbsent(rows.getObject(1, UUID.class), now);
            }
          }
          TimeUnit.MILLISECONDS.sleep(5);
        }
      } catch (SQLException e) {
        throw new BenchProblem("The notifications could not be read: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static double millis(Map<UUID, Instant> from, Map<UUID, Instant> to, UUID id) {
    Instant a = from.get(id);
    Instant b = to.get(id);
    return a == null || b == null ? 0 : Duration.between(a, b).toNanos() / 1e6;
  }

  static double percentile(double[] sorted, int percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length) - 1;
    return sorted[Math.clamp(rank, 0, sorted.length - 1)];
  }

  private static Map<UUID, Instant> times(Connection database, String sql) throws SQLException {
    Map<UUID, Instant> times = new HashMap<>();
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        times.put(
            rows.getObject(1, UUID.class),
            rows.getObject(2, java.time.OffsetDateTime.class).toInstant());
      }
    }
    return times;
  }
}
