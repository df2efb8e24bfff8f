package dev.handrail.agent.adapter.rest;

import dev.handrail.kit.web.Problem.FieldError;
import dev.handrail.kit.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to sign in and to change passwords. None of it shows itself in a log. */
final class SessionBodies {
  private static final int LONGEST = 1_024;

  private SessionBodies() {}

  @Schema(name = "Credentials")
  record Credentials(
      @Schema(required = true, maxLength = LONGEST) @Nullable String email,
      @Schema(required = true, maxLength = LONGEST, format = "password")
          @Nullable String password) {
    @Override
    public String toString() {
      return "Credentials";
    }
  }

  @Schema(name = "RefreshToken")
  record Refresh(@Schema(required = true, maxLength = LONGEST) @Nullable String refreshToken) {
    @Override
    public String toString() {
      return "Refresh";
    }
  }

  @Schema(name = "NewPasswordRequest")
  record ResetRequest(@Schema(required = true, maxLength = LONGEST) @Nullable String email) {}

  @Schema(name = "NewPassword")
  record NewPassword(
      @Schema(required = true, minLength = 10, maxLength = 128, format = "password")
          @Nullable String password) {
    @Override
    public String toString() {
      return "NewPassword";
    }
  }

  @Schema(name = "PasswordChange")
  record PasswordChange(
      @Schema(required = true, maxLength = LONGEST, format = "password")
          @Nullable String currentPassword,
      @Schema(required = true, minLength = 10, maxLength = 128, format = "password")
          @Nullable String newPassword) {
    @Override
    public String toString() {
      return "PasswordChange";
    }
  }

  /** Gathers what is missing or too long, and throws all of it at once. */
  static final class Check {
    private final List<FieldError> errors = new ArrayList<>();

    /** The text, or an empty one that {@link #done} refuses. */
    String text(String field, @Nullable String value) {
      if (value == null || value.isEmpty()) {
        errors.add(new FieldError(field, "is required"));
        return "";
      }
      if (value.length() > LONGEST) {
        errors.add(new FieldError(field, "must have at most " + LONGEST + " characters"));
      } else if (value.codePoints().anyMatch(Check::isUnfit)) {
        errors.add(new FieldError(field, "must not have characters that cannot be stored"));
      }
      return value;
    }

    private static boolean isUnfit(int character) {
      return character == 0 || Character.getType(character) == Character.SURROGATE;
    }

    void done() {
      if (!errors.isEmpty()) {
        throw ProblemException.badRequest(errors);
      }
    }
  }
}
