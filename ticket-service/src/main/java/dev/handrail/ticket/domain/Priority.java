package dev.handrail.ticket.domain;

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
}
