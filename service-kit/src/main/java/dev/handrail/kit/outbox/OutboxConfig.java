package dev.handrail.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the relay works; the defaults are meant for every service. */
@ConfigMapping(prefix = "handrail.outbox")
interface OutboxConfig {
  /** Whether this process relays at all; off for a service that publishes nothing. */
  @WithDefault("true")
  boolean relay();

  /** How long a relay that fell silent keeps others from taking over. */
  @WithDefault("5s")
  Duration lease();

  /** Longest wait before rows are found that nobody in this process told of. */
  @WithDefault("50ms")
  Duration poll();

  /** Rows fetched at once. */
  @WithDefault("500")
  int batch();

  /** Rows held in memory between fetch and delete. */
  @WithDefault("2000")
  int window();

  /** How long a stop waits for what was sent but not acknowledged. */
  @WithDefault("5s")
  Duration drain();
}
