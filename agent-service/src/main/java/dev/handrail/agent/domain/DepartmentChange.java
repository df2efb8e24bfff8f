package dev.handrail.agent.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a transition of a {@link Department}: the new state, and the names of the fields
 * that are others. Each is one event.
 *
 * @param before the state it started from; null for a department of a key that never was
 * @param changed empty only when nothing happened
 */
public record DepartmentChange(
    @Nullable Department before, Department after, List<String> changed, Actor actor, Instant at) {

  public DepartmentChange {
    changed = List.copyOf(changed);
  }

  /** Whether there is nothing to save. */
  public boolean isEmpty() {
    return changed.isEmpty();
  }
}
