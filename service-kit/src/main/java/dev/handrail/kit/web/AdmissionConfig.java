package dev.handrail.kit.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much work is let in at a time. */
@ConfigMapping(prefix = "handrail.admission")
interface AdmissionConfig {
  /** Requests under {@code /api} in flight at once, at least 1; the next one is answered 503. */
  @WithDefault("128")
  int max();

  /**
   * How few are let in at once while answers are slow; from 1 to {@link #max}. Twice the
   * connections to the database: one set at work and one that waits.
   */
  @WithDefault("32")
  int min();

  /**
   * An answer that takes longer is slow, so that fewer are let in; less than the time that a
   * request waits for a connection, which is then wasted.
   */
  @WithDefault("1s")
  Duration slow();
}
