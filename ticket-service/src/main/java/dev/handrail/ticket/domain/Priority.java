package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.Targets;
import java.time.Duration;
import java.util.Optional;

/** How urgent a ticket is, in rising order. */
public enum Priority implements Wire {
  LOW,
  MEDIUM,
  HIGH,
  URGENT;

  /** The priority with this wire value; {@code normal} is accepted for {@code medium}. */
  public static Optional<Priority> parse(String wire) {
    return wire.equals("normal") ? Optional.of(MEDIUM) : Wire.find(Priority.class, wire);
  }

  /** The default targets, from the requirements' vocabulary. */
  public Targets defaultTargets() {
    return switch (this) {
      case URGENT -> new Targets(Duration.ofMinutes(15), Duration.ofHours(2));
      case HIGH -> new Targets(Duration.ofMinutes(30), Duration.ofHours(4));
      case MEDIUM -> new Targets(Duration.ofHours(1), Duration.ofHours(8));
      case LOW -> new Targets(Duration.ofHours(2), Duration.ofHours(24));
    };
  }
}
