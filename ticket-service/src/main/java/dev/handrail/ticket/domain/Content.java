package dev.handrail.ticket.domain;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a ticket is about: the part that staff may correct.
 *
 * @param tags lower-case labels, each at most 50 characters, at most 20
 * @param customFields text, number or boolean by key, at most 50
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

  /** Checks the shape of custom fields: known kinds of values, sane sizes. */
  public static Map<String, Object> customFields(Text text, Map<String, Object> given) {
    if (given.size() > 50) {
      text.problem("customFields", "must hold at most 50");
      return Map.of();
    }
    Map<String, Object> checked = new LinkedHashMap<>();
    given.forEach(
        (key, value) -> {
          String field = "customFields." + text.key("customFields", key);
          switch (value) {
            case String s -> checked.put(key, text.line(field, s, 500));
            case Boolean b -> checked.put(key, b);
            case Number n -> {
              BigDecimal number = new BigDecimal(n.toString());
              if (number.precision() > 30 || Math.abs(number.scale()) > 15) {
                text.problem(field, "must have at most 30 digits");
              }
              checked.put(key, number);
            }
            default -> text.problem(field, "must be a text, a number or true or false");
          }
        });
    return checked;
  }
}
