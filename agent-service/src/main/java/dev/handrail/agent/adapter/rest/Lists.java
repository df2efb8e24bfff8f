package dev.handrail.agent.adapter.rest;

import dev.handrail.kit.web.ProblemException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists in a body, which JSON may leave out or fill with nulls. */
final class Lists {

  private Lists() {}

  /** The list; an empty one if it is absent. One with a null in it is a 400. */
  static <T> List<T> of(String field, @Nullable List<T> given) {
    if (given == null) {
      return List.of();
    }
    if (given.stream().anyMatch(Objects::isNull)) {
      throw ProblemException.badRequest(field, "must not hold null");
    }
    return List.copyOf(given);
  }
}
