package dev.handrail.kit;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Gives the injected {@link Clock} its meaning: the system's time in UTC, unless a test says else.
 */
@Singleton
final class SystemTime {
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }
}
