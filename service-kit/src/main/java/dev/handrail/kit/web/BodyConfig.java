package dev.handrail.kit.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large a request may be. */
@ConfigMapping(prefix = "handrail.body")
interface BodyConfig {
  /** The longest request body that is read; a longer one is answered 413. */
  @WithDefault("64K")
  MemorySize max();
}
