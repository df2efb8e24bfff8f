package dev.handrail.kit.background;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Work that is looked for again and again, each kind by a thread of its own, watched by {@link
 * BackgroundWork}. A failure is told and tried again after a second; whatever is to be stored whole
 * is so by a transaction of the round.
 */
public final class Rounds {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  /** Between two looks that a bell wakes: many rings make one look. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

  /** Helpers look this seldom by themselves. */
  private static final Duration HELP_UNCALLED = Duration.ofMinutes(1);

  /** One look at what there is to do. */
  public interface Round {
    /** Does it, and says how long to wait before the next look, at most. */
    Duration run();
  }

  /** Work that is done a few at a time. */
  public interface Batch {
    /** Does at most so many, and says how many there were; 0 when nothing is left. */
    int handle(int most);
  }

  private final Logger log;
  private final BackgroundWork background;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> working = new ArrayList<>();
  private final List<Bell> bells = new ArrayList<>();

  public Rounds(Logger log, BackgroundWork background) {
    this.log = log;
    this.background = background;
  }

  /** Starts a thread that does these rounds. */
  public void start(String name, Round round) {
    begin(name, round, null);
  }

  /** Starts a thread that does these rounds and that a bell wakes while it waits. */
  public void start(String name, Round round, Bell bell) {
    bells.add(bell);
    begin(name, round, bell);
  }

  /**
   * Starts a thread that does batch after batch.
   *
   * @param most how many at a time; one at a time for a while after a failure, so that one that
   *     cannot be done holds up no others for long
   * @param pause between two looks of which the first found nothing
   */
  public void start(String name, Batch batch, int most, Duration pause) {
    start(name, 1, batch, most, pause);
  }

  /**
   * The same with several threads: the first one looks, and the others help while it finds as many
   * as it may take.
   */
  public void start(String name, int threads, Batch batch, int most, Duration pause) {
    Bell full = new Bell();
    begin(name, new Batches(batch, most, pause, full), null);
    for (int i = 2; i <= threads; i++) {
      start(name + " " + i, new Batches(batch, most, HELP_UNCALLED, full), full);
    }
  }

  /** Whether {@link #stop} was called: a long round should end early. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Lets every thread end its round and go, and waits for them a while. */
  public void stop() throws InterruptedException {
    stopping.countDown();
    bells.forEach(Bell::ring);
    for (Thread thread : working) {
      if (!thread.join(PATIENCE)) {
        log.warnf("%s did not end in time; its transaction will be rolled back.", thread.getName());
      }
    }
  }

  private void begin(String name, Round round, @Nullable Bell bell) {
    CompletableFuture<Progress> progress = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(() -> work(round, bell, new Outage(log, name), progress.join()));
    progress.complete(background.watch(name, thread));
    working.add(thread);
    thread.start();
  }

  private void work(Round round, @Nullable Bell bell, Outage outage, Progress progress) {
    try {
      while (!isStopping()) {
        progress.made();
        long heard = bell == null ? 0 : bell.rings();
        try {
          Duration wait = round.run();
          outage.worked();
          if (bell == null || !wait.isPositive()) {
            pause(wait, progress);
          } else {
            pause(SHORTEST_PAUSE, progress);
            awaitBell(bell, heard, wait.minus(SHORTEST_PAUSE), progress);
          }
        } catch (RuntimeException e) {
          // Something is away, or one row is beyond reading: nothing was stored.
          outage.failed(e);
          pause(AFTER_FAILURE, progress);
        }
      }
    } catch (InterruptedException e) {
      log.debugf("%s was interrupted.", Thread.currentThread().getName());
    }
    progress.ended();
  }

  /** Waits, giving signs of life: who waits for long is well. */
  private void pause(Duration wait, Progress progress) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    long left = wait.toNanos();
    while (left > 0
        && !stopping.await(Math.min(left, SIGN_OF_LIFE.toNanos()), TimeUnit.NANOSECONDS)) {
      progress.made();
      left = until - System.nanoTime();
    }
  }

  private void awaitBell(Bell bell, long heard, Duration wait, Progress progress)
      throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    long left = wait.toNanos();
    while (left > 0 && bell.rings() == heard && !isStopping()) {
      bell.await(heard, Duration.ofNanos(Math.min(left, SIGN_OF_LIFE.toNanos())));
      progress.made();
      left = until - System.nanoTime();
    }
  }

  /** Rounds of which each does a batch. */
  private static final class Batches implements Round {
    private final Batch batch;
    private final int most;
    private final Duration pause;
    private final Bell full;
    private int single;

    Batches(Batch batch, int most, Duration pause, Bell full) {
      this.batch = batch;
      this.most = most;
      this.pause = pause;
      this.full = full;
    }

    @Override
    public Duration run() {
      try {
        int found = batch.handle(single > 0 ? 1 : most);
        single = Math.max(0, single - 1);
        if (found == most) {
          full.ring();
        }
        return found > 0 ? Duration.ZERO : pause;
      } catch (RuntimeException e) {
        single = 4 * most;
        throw e;
      }
    }
  }
}
