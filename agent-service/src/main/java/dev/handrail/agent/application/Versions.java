package dev.handrail.agent.application;

import dev.handrail.agent.domain.AgentProblem;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is stored, if it is still what the caller means. */
final class Versions {

  private Versions() {}

  /**
   * The stored thing.
   *
   * @param expected the caller's {@code If-Match}; null means whatever is current
   * @throws AgentProblem.NotFound when there is none
   * @throws AgentProblem.Stale when the version is another
   */
  static <T> T at(Optional<T> found, @Nullable Long expected, ToLongFunction<T> version) {
    T stored = found.orElseThrow(AgentProblem.NotFound::new);
    long current = version.applyAsLong(stored);
    if (expected != null && expected != current) {
      throw new AgentProblem.Stale(expected, current);
    }
    return stored;
  }
}
