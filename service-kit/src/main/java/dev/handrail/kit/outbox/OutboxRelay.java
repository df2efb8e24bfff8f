package dev.handrail.kit.outbox;

import dev.handrail.kit.background.Outage;
import dev.handrail.kit.background.Progress;
import dev.handrail.kit.sql.SqlFailure;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries stored events to Kafka, at least once, those of one key in the order of their ids.
 *
 * <p>Of all processes of a service one relays, the holder of the lease; the others ask for it about
 * once a second. A holder that was frozen and wakes up late can at most repeat an event with the
 * same id: it may no longer delete, and rows of a key follow each other only after acknowledgement.
 */
final class OutboxRelay implements Runnable {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

  private static final Duration LONGEST_STANDBY = Duration.ofSeconds(1);

  /**
   * Between two looks at the table unless it is full of work: what is committed and acknowledged
   * meanwhile is fetched and deleted together. Under load each look otherwise finds two or three
   * rows, and costs the database a good part of what the requests themselves do.
   */
  private static final Duration PACE = Duration.ofMillis(10);

  private static final Duration AGE_EVERY = Duration.ofSeconds(2);
  private static final Duration VACUUM_EVERY = Duration.ofSeconds(5);
  private static final int VACUUM_AFTER = 20_000;
  private static final long LONGEST_RETRY_MILLIS = 2_000;

  private final OutboxConfig config;
  private final OutboxTable table;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final String holder;
  private final String source;
  private final RelayMetrics metrics;
  private final Outage databaseOutage = new Outage(LOG, "Outbox relay to the database");
  private final Outage brokerOutage = new Outage(LOG, "Outbox relay to the broker");

  private final Semaphore signal = new Semaphore(0);
  private final AtomicBoolean committed = new AtomicBoolean();
  private final AtomicBoolean vacuuming = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private @Nullable RelayTerm term;
  private long pollAt;
  private long paceAt = System.nanoTime();
  private long ageAt;
  private long vacuumAt;
  private int deletedSinceVacuum;
  private long retryMillis;

  /**
   * Prepares a relay; {@link #run} is its thread's work.
   *
   * @param holder names this process in the lease, for whoever looks at the table
   * @param source the {@code ce_source} of every event
   */
  OutboxRelay(
      OutboxConfig config,
      OutboxTable table,
      Supplier<Producer<byte[], byte[]>> producers,
      String holder,
      String source,
      RelayMetrics metrics) {
    this.config = config;
    this.table = table;
    this.producers = producers;
    this.holder = holder;
    this.source = source;
    this.metrics = metrics;
  }

  /** Says that events were committed. Callable from any thread; returns at once. */
  void committed() {
    if (!committed.getAndSet(true)) {
      wake();
    }
  }

  /** Asks the thread to finish what is on its way, release the lease and end. */
  void stop() {
    stopping.countDown();
    wake();
  }

  @Override
  public void run() {
    run(null);
  }

  /** Works until {@link #stop}, giving signs of life. */
  void run(@Nullable Progress progress) {
    while (!isStopping()) {
      if (progress != null) {
        progress.made();
      }
      try {
        if (term == null) {
          standBy();
        } else {
          turn(term);
        }
        databaseOutage.worked();
        retryMillis = 0;
      } catch (SqlFailure e) {
        // The term goes on: if the lease runs out meanwhile, the next answer will say so.
        metrics.oldestAge(Double.NaN);
        databaseOutage.failed(e);
        pause();
      } catch (RuntimeException e) {
        LOG.error("The outbox relay gives up its term and starts anew.", e);
        stepDown();
        pause();
      }
    }
    finish();
    if (progress != null) {
      progress.ended();
    }
  }

  private void standBy() {
    long asked = System.nanoTime();
    OptionalLong token = table.acquire(holder, config.lease());
    if (token.isPresent()) {
      LOG.infof("This process relays the outbox now, with token %d.", token.getAsLong());
      metrics.lease(true);
      pollAt = asked;
      term =
          new RelayTerm(
              token.getAsLong(), asked, config, table, producers, source, this::wake, metrics);
      return;
    }
    measureAge(asked);
    long wait = Math.min(LONGEST_STANDBY.toMillis(), Math.max(10, config.lease().toMillis() / 4));
    try {
      stopping.await(wait, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted();
    }
  }

  private void turn(RelayTerm current) {
    boolean held = current.renewed();
    if (held) {
      current.heed();
    }
    long now = System.nanoTime();
    if (held && (current.moreWaiting() || now - paceAt >= 0)) {
      boolean told = committed.getAndSet(false);
      if (told || current.moreWaiting() || now - pollAt >= 0) {
        pollAt = now + config.poll().toNanos();
        if (told) {
          // Not after a look of its own accord, so that what comes to an idle relay goes at once.
          paceAt = now + PACE.toNanos();
        }
        held = current.fetch();
      }
      if (held && current.acknowledgedCount() > 0) {
        paceAt = now + PACE.toNanos();
        deletedSinceVacuum += current.acknowledgedCount();
        held = current.deleteAcknowledged();
      }
    }
    if (!held) {
      LOG.info("The lease on the outbox is lost: this process stops relaying.");
      stepDown();
      return;
    }
    noteBroker(current);
    measureAge(System.nanoTime());
    vacuumIfDue();
    if (!current.moreWaiting()) {
      boolean soon = committed.get() || current.acknowledgedCount() > 0 || pollAt - paceAt < 0;
      await((soon ? paceAt : pollAt) - System.nanoTime());
    }
  }

  private void await(long nanos) {
    if (nanos <= 0) {
      return;
    }
    try {
      if (signal.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        signal.drainPermits();
      }
    } catch (InterruptedException e) {
      interrupted();
    }
  }

  private void noteBroker(RelayTerm current) {
    Exception trouble = current.newTrouble();
    if (trouble != null) {
      brokerOutage.failed(trouble);
    } else if (current.isWorking()) {
      brokerOutage.worked();
    }
  }

  private void measureAge(long now) {
    if (now - ageAt >= 0) {
      metrics.oldestAge(table.oldestAgeSeconds());
      ageAt = now + AGE_EVERY.toNanos();
    }
  }

  /** Autovacuum comes once a minute: under load that is too rarely for the head of the index. */
  private void vacuumIfDue() {
    long now = System.nanoTime();
    if (deletedSinceVacuum < VACUUM_AFTER
        || now - vacuumAt < 0
        || !vacuuming.compareAndSet(false, true)) {
      return;
    }
    deletedSinceVacuum = 0;
    vacuumAt = now + VACUUM_EVERY.toNanos();
    Thread.ofVirtual()
        .name("outbox-vacuum")
        .start(
            () -> {
              try {
                table.vacuum();
              } catch (SqlFailure e) {
                LOG.debug("Vacuum of the outbox failed; the next one will do.", e);
              } finally {
                vacuuming.set(false);
              }
            });
  }

  private void stepDown() {
    RelayTerm current = term;
    term = null;
    metrics.lease(false);
    if (current != null) {
      current.close();
    }
  }

  /** Waits for what was sent, deletes what was acknowledged and lets the next relay begin. */
  private void finish() {
    RelayTerm current = term;
    try {
      if (current != null) {
        current.sendNoMore();
        long until = System.nanoTime() + config.drain().toNanos();
        boolean held = current.renewed();
        current.heed();
        while (held && current.isSending() && System.nanoTime() - until < 0) {
          await(Math.min(until - System.nanoTime(), config.poll().toNanos()));
          held = current.renewed();
          current.heed();
        }
        if (held && current.deleteAcknowledged()) {
          current.close();
          table.release(current.token());
        }
      }
    } catch (SqlFailure e) {
      LOG.info("The outbox relay ended without its database; its lease will run out.", e);
    } finally {
      stepDown();
      closeTable();
    }
  }

  private void closeTable() {
    try {
      table.close();
    } catch (SqlFailure e) {
      LOG.debug("The relay's connection was broken when it ended.", e);
    }
  }

  private void pause() {
    retryMillis = Math.min(LONGEST_RETRY_MILLIS, Math.max(100, retryMillis * 2));
    try {
      stopping.await(retryMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted();
    }
  }

  /** Nobody but {@link #stop} has a reason to end this thread. */
  private void interrupted() {
    stopping.countDown();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void wake() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }
}
