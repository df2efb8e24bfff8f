package dev.handrail.kit.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events are consumed; the defaults are meant for every service. */
@ConfigMapping(prefix = "handrail.inbox")
interface InboxConfig {
  /** Whether this process consumes at all. */
  @WithDefault("true")
  boolean consume();

  /** Most events of one poll, and so of one transaction. */
  @WithDefault("200")
  int batch();

  /** Longest wait for events in one poll; an event that comes ends it. */
  @WithDefault("200ms")
  Duration poll();

  /** Longest pause between two tries while something is away. */
  @WithDefault("5s")
  Duration longestPause();

  /** Time after which the transaction of a batch is rolled back. */
  @WithDefault("50s")
  Duration transaction();

  /** How long a stop waits for the batch at hand. */
  @WithDefault("10s")
  Duration drain();
}
