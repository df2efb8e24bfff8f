package dev.handrail.ticket.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a ticket is about: the part that staff may correct.
 *
 * @param tags lower-case labels, each at most 50 characters, at most 20
 * @param customFields text, number or boolean by key; see {@link CustomFields}
 */
public record Content(
    String subject,
    String category,
    String department,
    String language,
    Priority priority,
    List<String> tags,
    Map<String, Object> customFields) {

  public static final int LONGEST_SUBJECT = 200;

  public Content {
    tags = List.copyOf(tags);
    customFields =
        java.util.Collections.unmodifiableMap(new LinkedHashMap<String, Object>(customFields));
  }

  public Content withCustomFields(Map<String, Object> others) {
    return new Content(subject, category, department, language, priority, tags, others);
  }

  /** Tags as they are stored: trimmed, lower case, without repeats, in the order given. */
  public static List<String> tags(Text text, List<String> given) {
    if (given.size() > 20) {
      text.problem("tags", "must hold at most 20");
      return List.of();
    }
    return given.stream()
        .map(t -> text.line("tags", t, 50).toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }
}
