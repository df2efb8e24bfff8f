package dev.handrail.kit.testing.crooked.application;

import dev.handrail.kit.testing.crooked.domain.Upright;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Faults: an id out of nowhere, a clock of its own, half of a cycle. */
public class MakesIds {
  private final Clock clock = Clock.systemUTC();

  @Transactional
  public Upright make() {
    return new Upright(UUID.randomUUID() + "@" + clock.millis());
  }
}
