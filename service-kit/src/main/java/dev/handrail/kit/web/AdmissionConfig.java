package dev.handrail.kit.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much work is let in at a time. */
@ConfigMapping(prefix = "handrail.admission")
interface AdmissionConfig {
  /** Requests under {@code /api} in flight at once, at least 1; the next one is answered 503. */
  @WithDefault("128")
  int max();
}
