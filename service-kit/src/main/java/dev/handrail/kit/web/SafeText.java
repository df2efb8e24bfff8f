package dev.handrail.kit.web;

import org.jspecify.annotations.Nullable;

/** Makes text that came from outside fit to be echoed. */
final class SafeText {
  private static final char REPLACEMENT = '\uFFFD';

  private static final int LONGEST_PATH = 300;

  private SafeText() {}

  /**
   * The text with control characters, line separators, direction overrides and lone surrogates
   * replaced, cut at {@code longest} characters. Lone surrogates cannot be written as UTF-8.
   */
  static String of(String text, int longest) {
    int end = Math.min(text.length(), longest);
    StringBuilder cleaned = null;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        if (cleaned != null) {
          cleaned.append(c).append(text.charAt(i + 1));
        }
        i++;
      } else if (isUnsafe(c)) {
        if (cleaned == null) {
          cleaned = new StringBuilder(end).append(text, 0, i);
        }
        cleaned.append(REPLACEMENT);
      } else if (cleaned != null) {
        cleaned.append(c);
      }
    }
    if (cleaned != null) {
      return cleaned.toString();
    }
    return end == text.length() ? text : text.substring(0, end);
  }

  /** A request's path as it may be echoed. */
  static String path(@Nullable String path) {
    return path == null ? "/" : of(path, LONGEST_PATH);
  }

  private static boolean isUnsafe(char c) {
    return Character.isISOControl(c)
        || Character.isSurrogate(c)
        || c == '\u2028'
        || c == '\u2029'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
