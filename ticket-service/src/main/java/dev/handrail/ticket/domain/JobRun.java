package dev.handrail.ticket.domain;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of a job that this process has taken on.
 *
 * @param apps whose tickets are looked at; null means all
 * @param attempt how often it was begun, from 1: a runner that was silent for too long loses the
 *     run to the next attempt
 */
public record JobRun(UUID id, Job job, @Nullable Set<String> apps, int attempt) {

  public JobRun {
    apps = apps == null ? null : Set.copyOf(apps);
  }

  /** Whether tickets of this app are looked at. */
  public boolean isFor(AppProfile profile) {
    return job.isOnFor(profile) && (apps == null || apps.contains(profile.key()));
  }
}
