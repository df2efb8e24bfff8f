package dev.handrail.ticket.domain;

import java.time.Duration;

/** SLA targets of one priority: time to the first response and to the resolution. */
public record Targets(Duration firstResponse, Duration resolution) {

  /** The default targets, from the requirements' vocabulary. */
  public static Targets defaultFor(Priority priority) {
    return switch (priority) {
      case URGENT -> new Targets(Duration.ofMinutes(15), Duration.ofHours(2));
      case HIGH -> new Targets(Duration.ofMinutes(30), Duration.ofHours(4));
      case MEDIUM -> new Targets(Duration.ofHours(1), Duration.ofHours(8));
      case LOW -> new Targets(Duration.ofHours(2), Duration.ofHours(24));
    };
  }
}
