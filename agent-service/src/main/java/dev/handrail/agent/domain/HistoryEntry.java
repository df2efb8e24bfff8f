package dev.handrail.agent.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of an account's history: what was done. Who and when is the change's.
 *
 * @param action in lower_snake_case, such as {@code agent_suspended}
 * @param reason what the actor gave as the reason
 */
public record HistoryEntry(String action, List<FieldChange> changes, @Nullable String reason) {

  /** A field's value before and after; null where there was or is none, or it is a secret. */
  public record FieldChange(String field, @Nullable String from, @Nullable String to) {}

  public HistoryEntry {
    changes = List.copyOf(changes);
  }
}
