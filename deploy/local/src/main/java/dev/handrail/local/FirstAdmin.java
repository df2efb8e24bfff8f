package dev.handrail.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Who lets the first agents in. The password is made once per data folder and counts until the
 * admin has changed it.
 */
public record FirstAdmin(String email, String password) {
  private static final String EMAIL = "admin@handrail.example";

  /**
   * The one of a data folder.
   *
   * @throws Refusal if the password cannot be read or written
   */
  static FirstAdmin in(Path folder) {
    Path file = folder.resolve("first-admin.password");
    try {
      return new FirstAdmin(EMAIL, SecretFiles.password(file));
    } catch (IOException e) {
      throw new Refusal(file + " cannot be read or written: " + e.getMessage() + ".", e);
    }
  }

  /** Names it without the password. */
  @Override
  public String toString() {
    return email;
  }
}
