package dev.handrail.kit;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * Gives the injected {@link Clock} its meaning: the system's time in UTC, unless a test says else.
 * To the microsecond, as PostgreSQL keeps it: what was stored and what was answered are then the
 * same moment.
 */
@Singleton
final class SystemTime {
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }
}
