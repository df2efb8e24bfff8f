package dev.handrail.kit.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What one consumer tells of itself. */
final class InboxMetrics {
  private final Counter applied;
  private final Counter duplicates;
  private final Counter ignored;
  private final Counter retried;
  private final Counter deadLettered;
  private volatile double lag;

  InboxMetrics(MeterRegistry registry, String topic, String group) {
    applied = counter(registry, "applied", "Events whose effect was committed", topic, group);
    duplicates = counter(registry, "duplicates", "Events that had been applied", topic, group);
    ignored = counter(registry, "ignored", "Events of a type nobody here acts on", topic, group);
    retried = counter(registry, "retried", "Tries that failed and are repeated", topic, group);
    deadLettered = counter(registry, "dead.lettered", "Events given up", topic, group);
    Gauge.builder("handrail.inbox.lag", this, metrics -> metrics.lag)
        .description("Events in the assigned partitions that were not fetched yet")
        .tag("topic", topic)
        .tag("group", group)
        .register(registry);
  }

  private static Counter counter(
      MeterRegistry registry, String name, String description, String topic, String group) {
    return Counter.builder("handrail.inbox." + name)
        .description(description)
        .tag("topic", topic)
        .tag("group", group)
        .register(registry);
  }

  void applied(int events) {
    applied.increment(events);
  }

  void duplicates(int events) {
    duplicates.increment(events);
  }

  void ignored() {
    ignored.increment();
  }

  void retried() {
    retried.increment();
  }

  void deadLettered() {
    deadLettered.increment();
  }

  void lag(long events) {
    lag = events;
  }
}
