package dev.handrail.local;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose token the development issuer shall make.
 *
 * @param role one of {@link #ROLES}
 * @param subject who it is within the app
 * @param app the key of the app it speaks for; staff serve all others too
 * @param lifetime how long it is good, from now
 */
public record TokenRequest(
    String role, String subject, String app, String name, String email, Duration lifetime) {
  /** The roles there are. */
  public static final List<String> ROLES = List.of("customer", "support_agent", "admin", "service");

  /** The app of a token that names none. */
  public static final String DEFAULT_APP = "bookings";

  static final Duration DEFAULT_LIFETIME = Duration.ofHours(12);

  private static final Pattern APP = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final int LONGEST = 255;

  public TokenRequest {
    if (!ROLES.contains(role)) {
      throw Refusal.usage(
          "\"" + role + "\" is not a role: there are customer, support_agent, admin and service.");
    }
    if (!APP.matcher(app).matches()) {
      throw Refusal.usage("\"" + app + "\" is not the key of an app, such as bookings or rides.");
    }
    check("subject", subject);
    check("name", name);
    check("e-mail address", email);
    if (!lifetime.isPositive() || lifetime.compareTo(Duration.ofDays(3650)) > 0) {
      throw Refusal.usage("A token is good for a second at least and ten years at most.");
    }
  }

  /**
   * With everything else as usual.
   *
   * @param subject null for one that stands for the role
   */
  public static TokenRequest of(String role, @Nullable String subject) {
    String who =
        subject != null
            ? subject
            : switch (role) {
              case "customer" -> "customer-1";
              case "support_agent" -> "agent-1";
              case "admin" -> "admin-1";
              default -> "service-1";
            };
    return new TokenRequest(role, who, DEFAULT_APP, nameOf(who), mailOf(who), DEFAULT_LIFETIME);
  }

  public TokenRequest withApp(String other) {
    return new TokenRequest(role, subject, other, name, email, lifetime);
  }

  public TokenRequest withName(String other) {
    return new TokenRequest(role, subject, app, other, email, lifetime);
  }

  public TokenRequest withEmail(String other) {
    return new TokenRequest(role, subject, app, name, other, lifetime);
  }

  public TokenRequest withLifetime(Duration other) {
    return new TokenRequest(role, subject, app, name, email, other);
  }

  boolean isStaff() {
    return role.equals("support_agent") || role.equals("admin");
  }

  /** {@code customer-1} becomes {@code Customer 1}. */
  private static String nameOf(String subject) {
    String words = subject.replace('-', ' ').strip();
    return words.isEmpty() ? subject : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String mailOf(String subject) {
    return subject.replaceAll("[^A-Za-z0-9._-]", "_") + "@example.com";
  }

  private static void check(String what, String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.usage("The " + what + " must have 1 to " + LONGEST + " printable characters.");
    }
  }
}
