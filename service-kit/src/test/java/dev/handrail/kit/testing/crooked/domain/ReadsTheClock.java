package dev.handrail.kit.testing.crooked.domain;

import java.time.Instant;

/** Fault: time that no test can set. */
public record ReadsTheClock(Instant at) {
  public static ReadsTheClock now() {
    return new ReadsTheClock(Instant.now());
  }
}
