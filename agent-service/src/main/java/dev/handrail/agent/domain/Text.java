package dev.handrail.agent.domain;

import dev.handrail.agent.domain.AgentProblem.FieldProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks of what people write, gathered so that one answer names every wrong field. Lengths are
 * counted in Unicode code points. Characters that cannot be stored or shown (control characters,
 * unpaired surrogates, marks that turn the direction of writing) are refused, never silently
 * dropped.
 */
public final class Text {

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()./-]{2,31}");
  private static final Pattern MAILBOX = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,10}");

  private static final int LONGEST_ADDRESS = 254;
  private static final int LONGEST_URL = 2_000;

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

  /** A lower_snake_case key of at most 63 characters, such as a department's. */
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

  /** Keys without doubles, in their order. */
  public List<String> keys(String field, Collection<String> values, int most) {
    Set<String> keys = new LinkedHashSet<>(values);
    if (keys.size() > most) {
      problem(field, "must hold at most " + most);
    } else if (!keys.stream().allMatch(Text::isKey)) {
      problem(field, "must hold lower_snake_case keys of at most 63 characters");
    }
    return List.copyOf(keys);
  }

  /** BCP 47 tags in their usual spelling, without doubles, in their order. */
  public List<String> languages(String field, Collection<String> values, int most) {
    Set<String> tags = new LinkedHashSet<>();
    boolean wrong = values.size() > most;
    for (String value : values) {
      wrong |= !LANGUAGE.matcher(value).matches();
      tags.add(wrong ? value : Locale.forLanguageTag(value).toLanguageTag());
    }
    if (wrong) {
      problem(field, "must hold at most " + most + " language tags such as en or pt-BR");
    }
    return List.copyOf(tags);
  }

  /** An e-mail address, required; in lower case, so that one address is one account. */
  public String email(String field, @Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      problem(field, "is required");
      return text;
    }
    int at = text.lastIndexOf('@');
    boolean good =
        text.length() <= LONGEST_ADDRESS
            && at > 0
            && MAILBOX.matcher(text.substring(0, at)).matches()
            && HOST.matcher(text.substring(at + 1)).matches();
    if (!good) {
      problem(field, "must be an e-mail address");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** A phone number as people write it, or nothing. */
  public @Nullable String phoneOrNull(String field, @Nullable String value) {
    String text = value == null ? null : value.strip();
    if (text != null && !PHONE.matcher(text).matches()) {
      problem(field, "must be a phone number such as +49 30 1234567");
    }
    return text;
  }

  /** The address of a picture, or nothing: https, and nobody's password in it. */
  public @Nullable String urlOrNull(String field, @Nullable String value) {
    if (value != null && (value.length() > LONGEST_URL || !isHttps(value))) {
      problem(field, "must be an https address of at most " + LONGEST_URL + " characters");
    }
    return value;
  }

  private static boolean isHttps(String value) {
    try {
      URI uri = new URI(value);
      return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Records that a field is wrong. */
  public void problem(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }

  /** Throws {@link AgentProblem.Invalid} with everything recorded so far, if anything was. */
  public void done() {
    AgentProblem.throwIfAny(problems);
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
      // A name that runs backwards shows another name.
      case Character.FORMAT -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
      default -> false;
    };
  }
}
