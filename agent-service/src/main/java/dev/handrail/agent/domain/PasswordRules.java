package dev.handrail.agent.domain;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which passwords may be chosen: long enough, not the address, not what everybody guesses first. No
 * rules on kinds of characters, which only make passwords alike.
 */
public final class PasswordRules {
  public static final int SHORTEST = 10;
  public static final int LONGEST = 128;

  /** A part of the address this long or longer says too much when little is around it. */
  private static final int TELLING = 5;

  /** Words that lists of stolen passwords are full of; digits and signs around add nothing. */
  private static final Set<String> COMMON =
      Set.of(
          "password",
          "passwort",
          "passw0rd",
          "p@ssword",
          "p@ssw0rd",
          "pa$$word",
          "pa$$w0rd",
          "passwordpassword",
          "mypassword",
          "newpassword",
          "thepassword",
          "changeme",
          "changeit",
          "letmein",
          "letmeinnow",
          "welcome",
          "welcomehome",
          "iloveyou",
          "iloveyousomuch",
          "administrator",
          "adminadmin",
          "admin",
          "superman",
          "batman",
          "princess",
          "sunshine",
          "football",
          "basketball",
          "baseball",
          "michael",
          "jennifer",
          "jessica",
          "liverpool",
          "chelsea",
          "arsenal",
          "pokemon",
          "starwars",
          "minecraft",
          "whatever",
          "trustno",
          "computer",
          "internet",
          "samsung",
          "monkey",
          "dragon",
          "master",
          "shadow",
          "secret",
          "summer",
          "winter",
          "spring",
          "autumn",
          "qwerty",
          "qwertz",
          "azerty",
          "qwertyuiop",
          "qwertzuiop",
          "azertyuiop",
          "qwertyqwerty",
          "asdfghjkl",
          "asdfasdf",
          "asdfghjklasdfghjkl",
          "zxcvbnm",
          "qazwsx",
          "qazwsxedc",
          "qwertyuiopasdfghjkl",
          "abc",
          "abcabc",
          "abcdefg",
          "support",
          "supportagent",
          "customersupport",
          "handrail",
          "handrailhandrail");

  /** Rows of keys and alphabets that are typed along. */
  private static final Set<String> RUNS =
      Set.of(
          "01234567890123456789",
          "98765432109876543210",
          "abcdefghijklmnopqrstuvwxyz",
          "zyxwvutsrqponmlkjihgfedcba",
          "qwertyuiop[]",
          "qwertzuiop",
          "asdfghjkl;'",
          "1q2w3e4r5t6y7u8i9o0p",
          "1qaz2wsx3edc4rfv5tgb",
          "q1w2e3r4t5y6u7i8o9p0");

  private PasswordRules() {}

  /** A password in the one form in which it is hashed, however a keyboard composed it. */
  public static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /**
   * Why a password may not be chosen, to follow the field's name; empty if it may.
   *
   * @param email the account's address
   */
  public static Optional<String> refuse(String password, String email) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("must have " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (password.codePoints().anyMatch(PasswordRules::isUnfit)) {
      return Optional.of("must not have control characters");
    }
    String lower = normal(password).toLowerCase(Locale.ROOT);
    if (lower.codePoints().distinct().count() < 4 || isRun(lower) || isCommon(lower)) {
      return Optional.of("is one of those that are guessed first");
    }
    if (isAddress(lower, email.toLowerCase(Locale.ROOT))) {
      return Optional.of("must not be your address");
    }
    return Optional.empty();
  }

  private static boolean isUnfit(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }

  private static boolean isRun(String lower) {
    return RUNS.stream().anyMatch(run -> run.contains(lower) || isRepeated(lower, run));
  }

  /** Whether it is some first characters of a run, again and again. */
  private static boolean isRepeated(String lower, String run) {
    for (int length = 3; length <= Math.min(run.length(), lower.length() / 2); length++) {
      String part = lower.substring(0, length);
      if (run.contains(part) && part.repeat(lower.length() / length + 1).startsWith(lower)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCommon(String lower) {
    String word = lower.replaceAll("^[^\\p{L}$@]+|[^\\p{L}]+$", "");
    return COMMON.contains(lower) || COMMON.contains(word) || COMMON.contains(plain(word));
  }

  /** Without the signs that stand for letters. */
  private static String plain(String word) {
    return word.replace('0', 'o')
        .replace('1', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('5', 's')
        .replace('@', 'a')
        .replace('$', 's');
  }

  private static boolean isAddress(String lower, String email) {
    String name = email.substring(0, Math.max(0, email.indexOf('@')));
    return lower.contains(email)
        || lower.equals(name)
        || (name.length() >= TELLING
            && lower.contains(name)
            && lower.replace(name, "").codePoints().filter(Character::isLetter).count() < 3);
  }
}
