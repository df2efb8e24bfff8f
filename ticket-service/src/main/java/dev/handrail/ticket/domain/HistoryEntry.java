package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ticket's history: who did what, when, from where.
 *
 * @param action what was done, in lower_snake_case, such as {@code ticket_resolved}
 * @param reason what the actor gave as the reason
 */
public record HistoryEntry(
    Instant at, Actor actor, String action, List<FieldChange> changes, @Nullable String reason) {

  /** A field's value before and after; null where there was or is none. */
  public record FieldChange(String field, @Nullable String from, @Nullable String to) {}

  public HistoryEntry {
    changes = List.copyOf(changes);
  }

  /** Which fields of a ticket differ, in the order in which a reader wants them. */
  static List<FieldChange> between(@Nullable Ticket before, Ticket after) {
    List<FieldChange> changes = new ArrayList<>();
    add(changes, "status", wire(before == null ? null : before.status()), wire(after.status()));
    add(changes, "assignee", assignee(before), assignee(after));
    Content was = before == null ? null : before.content();
    Content is = after.content();
    add(changes, "priority", wire(was == null ? null : was.priority()), wire(is.priority()));
    add(changes, "category", was == null ? null : was.category(), is.category());
    add(changes, "department", was == null ? null : was.department(), is.department());
    add(changes, "language", was == null ? null : was.language(), is.language());
    add(changes, "subject", was == null ? null : was.subject(), is.subject());
    add(changes, "tags", was == null ? null : joined(was.tags()), joined(is.tags()));
    add(
        changes,
        "customFields",
        was == null || was.customFields().isEmpty() ? null : was.customFields().toString(),
        is.customFields().isEmpty() ? null : is.customFields().toString());
    add(changes, "escalationLevel", level(before), level(after));
    if (before != null) {
      add(changes, "slaPolicy", policy(before.sla().terms()), policy(after.sla().terms()));
    }
    add(changes, "resolution", resolution(before), resolution(after));
    add(changes, "rating", rating(before), rating(after));
    return changes;
  }

  private static void add(
      List<FieldChange> changes, String field, @Nullable String from, @Nullable String to) {
    if (!Objects.equals(from, to)) {
      changes.add(new FieldChange(field, from, to));
    }
  }

  private static @Nullable String wire(@Nullable Wire value) {
    return value == null ? null : value.wire();
  }

  private static @Nullable String joined(List<String> tags) {
    return tags.isEmpty() ? null : String.join(", ", tags);
  }

  private static @Nullable String assignee(@Nullable Ticket t) {
    return t == null || t.assignee() == null ? null : t.assignee().id();
  }

  private static String policy(Terms terms) {
    return terms.policy() + " " + terms.policyVersion();
  }

  private static @Nullable String level(@Nullable Ticket t) {
    return t == null || t.escalationLevel() == 0 ? null : String.valueOf(t.escalationLevel());
  }

  private static @Nullable String resolution(@Nullable Ticket t) {
    return t == null || t.resolution() == null ? null : t.resolution().type().wire();
  }

  private static @Nullable String rating(@Nullable Ticket t) {
    return t == null || t.rating() == null ? null : String.valueOf(t.rating().stars());
  }
}
