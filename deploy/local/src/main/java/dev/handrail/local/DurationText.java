package dev.handrail.local;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people type them: {@code 90s}, {@code 15m}, {@code 12h}, {@code 7d}, {@code
 * PT1H30M}.
 */
final class DurationText {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})([smhd])");

  private DurationText() {}

  /**
   * @return a positive duration
   * @throws Refusal if it is none
   */
  static Duration parse(String text) {
    try {
      Duration duration = read(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Answered below, like everything else that is no duration.
    }
    throw Refusal.usage("\"" + text + "\" is no duration: write 90s, 15m, 12h, 7d or PT1H30M.");
  }

  private static Duration read(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      return Duration.parse(text.toUpperCase(Locale.ROOT));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
