package dev.handrail.kit.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the relay tells of itself. */
final class RelayMetrics {
  private final Counter sent;
  private final Counter failed;
  private volatile double oldestAgeSeconds;
  private volatile boolean leaseHeld;

  RelayMetrics(MeterRegistry registry) {
    sent =
        Counter.builder("handrail.outbox.sent")
            .description("Events the broker acknowledged")
            .register(registry);
    failed =
        Counter.builder("handrail.outbox.failed")
            .description("Sends that ended without an acknowledgement; they are repeated")
            .register(registry);
    Gauge.builder("handrail.outbox.oldest.age", this, metrics -> metrics.oldestAgeSeconds)
        .baseUnit("seconds")
        .description("Age of the event that waits longest; NaN while the database is away")
        .register(registry);
    Gauge.builder("handrail.outbox.lease", this, metrics -> metrics.leaseHeld ? 1 : 0)
        .description("1 in the one process that relays")
        .register(registry);
  }

  void sent() {
    sent.increment();
  }

  void failed() {
    failed.increment();
  }

  void oldestAge(double seconds) {
    oldestAgeSeconds = seconds;
  }

  void lease(boolean held) {
    leaseHeld = held;
  }
}
