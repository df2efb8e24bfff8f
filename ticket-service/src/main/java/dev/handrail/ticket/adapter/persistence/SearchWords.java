package dev.handrail.ticket.adapter.persistence;

import java.util.Locale;

/**
 * Takes a text apart into words, the same way for what is stored and for what is looked for:
 * letters and digits in lower case with single spaces between. So addresses, tags of HTML and
 * operators of a query language are words like any others.
 */
final class SearchWords {
  private SearchWords() {}

  static String of(String text) {
    StringBuilder words = new StringBuilder(text.length());
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(
            c -> {
              if (isPartOfWord(c)) {
                words.appendCodePoint(c);
              } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
              }
            });
    return words.toString().stripTrailing();
  }

  private static boolean isPartOfWord(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default -> false;
    };
  }
}
