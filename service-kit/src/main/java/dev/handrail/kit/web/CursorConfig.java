package dev.handrail.kit.web;

import io.smallrye.config.ConfigMapping;

/** How cursors are sealed. */
@ConfigMapping(prefix = "handrail.cursor")
interface CursorConfig {
  /** At least 32 characters, the same for all replicas; a secret. */
  String secret();
}
