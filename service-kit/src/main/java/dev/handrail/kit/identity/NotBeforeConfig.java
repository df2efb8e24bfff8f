package dev.handrail.kit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this service hears whose tokens are void. */
@ConfigMapping(prefix = "handrail.not-before")
interface NotBeforeConfig {
  /** agent-service's {@code /internal/not-before}; without it no list is kept nor asked for. */
  Optional<String> url();

  /** How often the list is read. */
  @WithDefault("15s")
  Duration every();

  /** An older list is worth nothing. */
  @WithDefault("60s")
  Duration oldest();
}
