package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.TicketProblem.FieldProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks of what people and programs write, gathered so that one answer names every wrong field.
 * Lengths are counted in Unicode code points. Characters that cannot be stored or shown (control
 * characters, unpaired surrogates) are refused, never silently dropped.
 */
public final class Text {

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

  private final List<FieldProblem> problems = new ArrayList<>();

  /** One line, required: trimmed, 1 to {@code max} characters, no line breaks. */
  public String line(String field, @Nullable String value, int max) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      problem(field, "is required");
    } else if (text.codePoints().anyMatch(c -> isUnprintable(c) || c == '\n' || c == '\t')) {
      problem(field, "must be one line without control characters");
    } else {
      limit(field, text, max);
    }
    return text;
  }

  /** One line or nothing: as {@link #line}, but null stays null. */
  public @Nullable String lineOrNull(String field, @Nullable String value, int max) {
    return value == null ? null : line(field, value, max);
  }

  /** Several lines, required: 1 to {@code max} characters that are not all blank. */
  public String block(String field, @Nullable String value, int max) {
    String text = value == null ? "" : value.replace("\r\n", "\n").replace('\r', '\n').strip();
    if (text.isEmpty()) {
      problem(field, "is required");
    } else if (text.codePoints().anyMatch(Text::isUnprintable)) {
      problem(field, "must not hold control characters or broken Unicode");
    } else {
      limit(field, text, max);
    }
    return text;
  }

  /** Several lines or nothing. */
  public @Nullable String blockOrNull(String field, @Nullable String value, int max) {
    return value == null ? null : block(field, value, max);
  }

  /** A lower_snake_case key of at most 63 characters, such as a category's. */
  public String key(String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      problem(field, "is required");
      return "";
    }
    if (!isKey(value)) {
      problem(field, "must be lower_snake_case, at most 63 characters");
    }
    return value;
  }

  /** Whether a text is such a key. */
  public static boolean isKey(String value) {
    return KEY.matcher(value).matches();
  }

  /** An id that another system gave: 1 to 255 printable characters, kept as it is. */
  public String foreignId(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      problem(field, "is required");
      return "";
    }
    if (value.codePoints().anyMatch(c -> isUnprintable(c) || Character.isWhitespace(c))) {
      problem(field, "must not hold white space or control characters");
    } else {
      limit(field, value, 255);
    }
    return value;
  }

  /** A BCP 47 language tag or nothing. */
  public @Nullable String languageOrNull(String field, @Nullable String value) {
    if (value != null && !LANGUAGE.matcher(value).matches()) {
      problem(field, "must be a language tag such as en or pt-BR");
    }
    return value;
  }

  /** Records a problem unless the value is one of those offered. */
  public void oneOf(String field, @Nullable String value, Collection<String> offered) {
    if (value != null && !offered.contains(value)) {
      problem(field, "must be one of " + String.join(", ", offered.stream().sorted().toList()));
    }
  }

  /** Records that a field is wrong. */
  public void problem(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }

  /** Throws {@link TicketProblem.Invalid} with everything recorded so far, if anything was. */
  public void done() {
    TicketProblem.throwIfAny(problems);
  }

  private void limit(String field, String text, int max) {
    if (text.codePointCount(0, text.length()) > max) {
      problem(field, "must be at most " + max + " characters");
    }
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.SURROGATE -> true;
      default -> false;
    };
  }
}
