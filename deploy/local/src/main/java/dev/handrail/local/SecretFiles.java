package dev.handrail.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Files that only their owner may read. */
final class SecretFiles {
  /** No letter that could be taken for another or for a number. */
  private static final String TYPEABLE = "abcdefghjkmnpqrstuvwxyz23456789";

  private SecretFiles() {}

  /** Complete or not there at all, and never readable for others in between. */
  static void write(Path file, String content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The random password in the file, for a person to type; makes it if there is none. */
  static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      var random = new SecureRandom();
      var password = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        password.append(i > 0 && i % 5 == 0 ? "-" : "");
        password.append(TYPEABLE.charAt(random.nextInt(TYPEABLE.length())));
      }
      write(file, password + "\n");
    }
    return Files.readString(file).strip();
  }

  /** The random secret in the file; makes it if there is none. */
  static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      write(file, HexFormat.of().formatHex(random) + "\n");
    }
    return Files.readString(file).strip();
  }
}
