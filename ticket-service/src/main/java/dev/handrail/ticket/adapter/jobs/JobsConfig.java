package dev.handrail.ticket.adapter.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the fixed jobs are run. */
@ConfigMapping(prefix = "handrail.jobs")
interface JobsConfig {

  /** Whether this process runs jobs at all. */
  @WithDefault("true")
  boolean run();

  /** How often each job is run, by one of all replicas; the same for all of them. */
  @WithDefault("10m")
  Duration every();

  /** Longest wait before a run is found that an admin asked for or that lost its runner. */
  @WithDefault("1s")
  Duration poll();

  /** How long a stop waits for the batch at hand. */
  @WithDefault("5s")
  Duration drain();
}
