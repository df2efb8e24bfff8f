package dev.handrail.ticket.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of ticket in one app's catalogue.
 *
 * @param key identifies it within the app
 * @param icon name of a symbol for frontends
 * @param active whether new tickets may have it
 * @param sortOrder place in lists, ascending
 * @param department key of the department that such tickets go to
 * @param requiredFields keys of the custom fields that a ticket of it must have
 */
public record Category(
    String app,
    String key,
    String name,
    @Nullable String icon,
    @Nullable String description,
    boolean active,
    int sortOrder,
    Priority defaultPriority,
    String department,
    List<String> requiredFields,
    long version) {

  /** Checks the values; throws {@link TicketProblem.Invalid}. */
  public Category {
    Text text = new Text();
    text.key("app", app);
    text.key("key", key);
    name = text.line("name", name, 100);
    icon = text.lineOrNull("icon", icon, 100);
    description = text.blockOrNull("description", description, 500);
    text.key("department", department);
    if (sortOrder < 0 || sortOrder > 100_000) {
      text.problem("sortOrder", "must be from 0 to 100000");
    }
    if (requiredFields.size() > 50) {
      text.problem("requiredFields", "must hold at most 50");
    }
    requiredFields.forEach(f -> text.key("requiredFields", f));
    text.done();
    requiredFields = List.copyOf(requiredFields);
  }
}
