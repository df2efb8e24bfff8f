package dev.handrail.local;

import dev.handrail.embedded.CannotStart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one process running: starts it again when it ends, after a delay that grows while it keeps
 * ending.
 */
final class Supervised {
  static final Duration FIRST_DELAY = Duration.ofMillis(200);
  static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  /** One that ran this long is taken for healthy: its next end is a new story. */
  private static final Duration HEALTHY = Duration.ofSeconds(30);

  /** Starts the process. */
  interface Launch {
    Running start() throws IOException;
  }

  private final String name;
  private final Launch launch;
  private final PidFile pidFile;
  private final Consumer<String> log;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final Thread loop;
  private volatile @Nullable Running running;
  private volatile @Nullable String trouble;
  private final AtomicInteger endings = new AtomicInteger();

  /**
   * @param log takes what a person who looks into the supervisor's log should know
   */
  Supervised(String name, Launch launch, PidFile pidFile, Consumer<String> log) {
    this.name = name;
    this.launch = launch;
    this.pidFile = pidFile;
    this.log = log;
    // Not a virtual thread: PostgreSQL's start waits in ways that would hold a carrier.
    this.loop = new Thread(this::keepRunning, "supervise-" + name);
    this.loop.setDaemon(true);
  }

  /** Starts it in the background. */
  void start() {
    loop.start();
  }

  String name() {
    return name;
  }

  /** Its process id, while it runs. */
  OptionalLong pid() {
    Running now = running;
    return now == null ? OptionalLong.empty() : OptionalLong.of(now.pid());
  }

  /** How often it ended or could not start, unasked, since it was last healthy. */
  int endings() {
    return endings.get();
  }

  /** Why it could not start or how it ended the last time. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Ends the process and the watching; returns when it is gone. Safe to repeat. */
  void stop() {
    stopRequested.countDown();
    Running now = running;
    if (now != null) {
      now.stop();
    }
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepRunning() {
    Duration delay = FIRST_DELAY;
    while (!isStopping()) {
      Instant began = Instant.now();
      runOnce();
      if (isStopping()) {
        return;
      }
      if (Duration.between(began, Instant.now()).compareTo(HEALTHY) > 0) {
        delay = FIRST_DELAY;
        endings.set(0);
      }
      endings.incrementAndGet();
      log.accept(name + ": " + trouble + " Starting it again in " + delay.toMillis() + " ms.");
      if (stopRequestedWithin(delay)) {
        return;
      }
      delay = longer(delay);
    }
  }

  static Duration longer(Duration delay) {
    Duration doubled = delay.multipliedBy(2);
    return doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
  }

  private void runOnce() {
    try {
      Running started = launch.start();
      running = started;
      pidFile.write(started.pid());
      if (isStopping()) {
        started.stop();
      }
      int exitCode = started.onExit().join();
      running = null;
      trouble = "It ended with code " + exitCode + ".";
      // Frees what it held, such as the lock on its folder.
      started.stop();
      pidFile.delete();
    } catch (CannotStart e) {
      trouble = e.getMessage();
    } catch (IOException | RuntimeException e) {
      trouble = "It could not be started: " + e + ".";
    }
  }

  private boolean isStopping() {
    return stopRequested.getCount() == 0;
  }

  private boolean stopRequestedWithin(Duration time) {
    try {
      return stopRequested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
