package dev.handrail.ticket.domain;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field that tickets of one app have besides the common ones.
 *
 * @param key identifies it within the app
 * @param options what a choice offers, in this order; empty for other types
 * @param categories keys of the categories whose tickets have it; empty means all
 * @param departments keys of the departments whose tickets have it; empty means all
 * @param required whether tickets that have it must have a value
 * @param active whether it takes values; those that tickets have stay when it no longer does
 * @param sortOrder place in lists, ascending
 * @param visibleToCustomer whether the customer's side reads and gives values; else the field is to
 *     it as if it were not there
 * @param min the least number, included; null for none and for other types
 * @param max the greatest number, included; null for none and for other types
 */
public record CustomField(
    String app,
    String key,
    String name,
    @Nullable String description,
    Type type,
    List<String> options,
    List<String> categories,
    List<String> departments,
    boolean required,
    boolean active,
    int sortOrder,
    boolean visibleToCustomer,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    long version) {

  /** What values are. */
  public enum Type implements Wire {
    /** One line of at most {@link CustomField#LONGEST_TEXT} characters. */
    TEXT,
    /** A decimal number, kept exactly. */
    NUMBER,
    /** A day as {@code 2026-01-31}. */
    DATE,
    /** One of the options. */
    CHOICE,
    BOOLEAN
  }

  public static final int LONGEST_TEXT = 500;

  private static final int MOST_OPTIONS = 100;
  private static final int MOST_PLACES = 100;
  private static final int LONGEST_OPTION = 100;
  private static final int MOST_DIGITS = 30;
  private static final int MOST_DECIMALS = 15;

  /** Checks the values; throws {@link TicketProblem.Invalid}. */
  public CustomField {
    Text text = new Text();
    text.key("app", app);
    text.key("key", key);
    name = text.line("name", name, 100);
    description = text.blockOrNull("description", description, 500);
    options = options(text, type, options);
    keys(text, "categories", categories);
    keys(text, "departments", departments);
    if (sortOrder < 0 || sortOrder > 100_000) {
      text.problem("sortOrder", "must be from 0 to 100000");
    }
    limits(text, type, min, max);
    text.done();
    min = plain(min);
    max = plain(max);
    categories = List.copyOf(categories);
    departments = List.copyOf(departments);
  }

  /**
   * Whether tickets of this category and department have it: each list that is not empty counts.
   */
  public boolean appliesTo(String category, String department) {
    return (categories.isEmpty() || categories.contains(category))
        && (departments.isEmpty() || departments.contains(department));
  }

  /**
   * Checks a value that somebody gives, and records what is wrong with it.
   *
   * @return the value as it is stored: a text, a number or a boolean
   */
  public Object check(Text text, Object given) {
    String field = path(key);
    return switch (type) {
      case TEXT ->
          given instanceof String s
              ? text.line(field, s, LONGEST_TEXT)
              : refused(text, given, "must be a text");
      case NUMBER ->
          given instanceof Number n ? number(text, n) : refused(text, given, "must be a number");
      case DATE ->
          given instanceof String s && isDate(s)
              ? s
              : refused(text, given, "must be a date such as 2026-01-31");
      case CHOICE ->
          given instanceof String s && options.contains(s.strip())
              ? s.strip()
              : refused(text, given, "must be one of " + String.join(", ", options));
      case BOOLEAN ->
          given instanceof Boolean ? given : refused(text, given, "must be true or false");
    };
  }

  /** Where the value of a field stands in a request. */
  static String path(String key) {
    return "customFields." + key;
  }

  private Object refused(Text text, Object given, String message) {
    text.problem(path(key), message);
    return given;
  }

  private Object number(Text text, Number given) {
    BigDecimal number = new BigDecimal(given.toString());
    if (!isSane(number)) {
      return refused(text, given, tooManyDigits());
    }
    if ((min != null && number.compareTo(min) < 0) || (max != null && number.compareTo(max) > 0)) {
      return refused(text, given, "must be " + range());
    }
    return plainly(number);
  }

  private String range() {
    if (min == null) {
      return "at most " + written(max);
    }
    return max == null
        ? "at least " + written(min)
        : "from " + written(min) + " to " + written(max);
  }

  private static String written(@Nullable BigDecimal number) {
    return number == null ? "" : number.toPlainString();
  }

  /** A day of the years 1 to 9999 in the one way of writing it. */
  private static boolean isDate(String given) {
    if (given.length() != "2026-01-31".length()) {
      return false;
    }
    try {
      return LocalDate.parse(given).getYear() >= 1;
    } catch (DateTimeException notOne) {
      return false;
    }
  }

  private static List<String> options(Text text, Type type, List<String> given) {
    if (type != Type.CHOICE) {
      if (!given.isEmpty()) {
        text.problem("options", "are for a choice only");
      }
      return List.of();
    }
    if (given.isEmpty() || given.size() > MOST_OPTIONS) {
      text.problem("options", "must hold 1 to " + MOST_OPTIONS);
    }
    List<String> options = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String option : given) {
      String line = text.line("options", option, LONGEST_OPTION);
      if (!seen.add(line)) {
        text.problem("options", "must differ from each other");
      }
      options.add(line);
    }
    return List.copyOf(options);
  }

  private static void keys(Text text, String field, List<String> keys) {
    if (keys.size() > MOST_PLACES) {
      text.problem(field, "must hold at most " + MOST_PLACES);
    }
    keys.forEach(k -> text.key(field, k));
  }

  private static void limits(
      Text text, Type type, @Nullable BigDecimal min, @Nullable BigDecimal max) {
    limit(text, type, "min", min);
    limit(text, type, "max", max);
    if (min != null && max != null && min.compareTo(max) > 0) {
      text.problem("max", "must not be less than min");
    }
  }

  private static void limit(Text text, Type type, String field, @Nullable BigDecimal limit) {
    if (limit == null) {
      return;
    }
    if (type != Type.NUMBER) {
      text.problem(field, "is for a number only");
    } else if (!isSane(limit)) {
      text.problem(field, tooManyDigits());
    }
  }

  private static boolean isSane(BigDecimal number) {
    return number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DECIMALS;
  }

  private static String tooManyDigits() {
    return "must have at most " + MOST_DIGITS + " digits, " + MOST_DECIMALS + " of them decimals";
  }

  private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
    return number == null ? null : plainly(number);
  }

  /** Without an exponent, as it comes back from where it is stored: 1E+3 is 1000. */
  private static BigDecimal plainly(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}
