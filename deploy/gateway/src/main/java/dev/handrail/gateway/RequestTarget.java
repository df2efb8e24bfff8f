package dev.handrail.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request target is plain enough to be routed by its text. Whatever two servers
 * could read in two ways (dot segments, encoded slashes, matrix parameters, empty segments) is
 * refused rather than cleaned, so that gateway and service always mean the same path.
 */
final class RequestTarget {
  private RequestTarget() {}

  /** What is wrong with the target, as a sentence; null if nothing is. */
  static @Nullable String flaw(String target) {
    if (target.isEmpty() || target.charAt(0) != '/') {
      return "The request target must be a path.";
    }
    int query = target.indexOf('?');
    int pathEnd = query < 0 ? target.length() : query;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return "Characters outside printable ASCII must be percent-encoded.";
      }
      if (c == '#') {
        return "A request target has no fragment.";
      }
      if (c == '%' && !isEscape(target, i)) {
        return "A percent sign must be followed by two hexadecimal digits.";
      }
    }
    return pathFlaw(target, pathEnd);
  }

  private static @Nullable String pathFlaw(String target, int pathEnd) {
    int segmentStart = 1;
    for (int i = 1; i <= pathEnd; i++) {
      char c = i == pathEnd ? '/' : target.charAt(i);
      switch (c) {
        case '/' -> {
          if (i == segmentStart && i < pathEnd) {
            return "The path has an empty segment.";
          }
          if (isDots(target, segmentStart, i)) {
            return "The path has a dot segment.";
          }
          segmentStart = i + 1;
        }
        case ';' -> {
          return "The path must not contain a semicolon.";
        }
        case '\\' -> {
          return "The path must not contain a backslash.";
        }
        case '%' -> {
          if (isDangerousEscape(target, i)) {
            return "The path encodes a character that may not stand in a path segment.";
          }
        }
        default -> {
          // Any other printable character stands for itself.
        }
      }
    }
    return null;
  }

  private static boolean isDots(String target, int start, int end) {
    int length = end - start;
    return (length == 1 || length == 2)
        && target.charAt(start) == '.'
        && target.charAt(end - 1) == '.';
  }

  private static boolean isEscape(String target, int at) {
    return at + 2 < target.length()
        && Character.digit(target.charAt(at + 1), 16) >= 0
        && Character.digit(target.charAt(at + 2), 16) >= 0;
  }

  /** Control characters, and {@code . / ; \ %}, which would change what the path means. */
  private static boolean isDangerousEscape(String target, int at) {
    int value =
        Character.digit(target.charAt(at + 1), 16) * 16
            + Character.digit(target.charAt(at + 2), 16);
    return value < 0x20
        || value == 0x7F
        || value == '.'
        || value == '/'
        || value == ';'
        || value == '\\'
        || value == '%';
  }
}
