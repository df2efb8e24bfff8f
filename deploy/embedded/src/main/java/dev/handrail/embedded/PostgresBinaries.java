package dev.handrail.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs, unpacked once per user and version into the user's cache folder. */
final class PostgresBinaries {
  private final Path home;
  private final List<String> prefix;

  private PostgresBinaries(Path home, List<String> prefix) {
    this.home = home;
    this.prefix = prefix;
  }

  /**
   * @throws CannotStart if there are none for this machine, or they cannot be unpacked or run here
   */
  static PostgresBinaries unpacked() {
    var prefix = new ArrayList<>(OwnSession.PREFIX);
    prefix.addAll(asOrdinaryUser());
    return new PostgresBinaries(Unpacked.HOME, List.copyOf(prefix));
  }

  /** The command line that runs one of {@code postgres}, {@code initdb} and {@code pg_ctl}. */
  List<String> command(String program, List<String> arguments) {
    var command = new ArrayList<>(prefix);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace of its own it is nobody to itself, while
   * its files stay those of the caller.
   */
  private static List<String> asOrdinaryUser() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    try {
      Process probe = new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true).start();
      probe.getInputStream().readAllBytes();
      if (probe.waitFor() == 0) {
        return List.of("unshare", "-U");
      }
    } catch (IOException e) {
      // No such program: the sentence below says what to do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CannotStart(
        "PostgreSQL does not run as root, and this machine allows no user namespaces (unshare -U): run"
            + " as an ordinary user.");
  }

  /** Holder: unpacked when first used, once per process. */
  private static final class Unpacked {
    static final Path HOME = unpack();

    private Unpacked() {}
  }

  private static Path unpack() {
    String resource = resource();
    try {
      byte[] packed;
      try (InputStream in = PostgresBinaries.class.getResourceAsStream("/" + resource)) {
        if (in == null) {
          throw new CannotStart(
              "There are no PostgreSQL programs for this machine ("
                  + resource
                  + " is not on the class path).");
        }
        packed = in.readAllBytes();
      }
      Path cache = cacheFolder();
      Path home = cache.resolve("postgres-" + digest(packed));
      if (Files.isDirectory(home)) {
        return home;
      }
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "postgres-");
      try (var tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(
                  new BufferedInputStream(new java.io.ByteArrayInputStream(packed))))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          write(fresh, entry, tar);
        }
      }
      publish(fresh, home);
      return home;
    } catch (IOException e) {
      throw new CannotStart(
          "The PostgreSQL programs cannot be unpacked into "
              + cacheFolder()
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  /** Another process may have been faster: then its copy is as good. */
  private static void publish(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home);
    } catch (IOException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      Folders.delete(fresh);
    }
  }

  private static void write(Path target, TarArchiveEntry entry, TarArchiveInputStream tar)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("an entry points outside: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    Set<PosixFilePermission> permissions =
        EnumSet.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
    if ((entry.getMode() & 0100) != 0) {
      permissions = PosixFilePermissions.fromString("rwxr-xr-x");
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private static Path cacheFolder() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return base.resolve("handrail");
  }

  private static String resource() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    String system = os.startsWith("mac") ? "darwin" : "linux";
    String machine =
        switch (processor) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> processor;
        };
    return "postgres-" + system + "-" + machine + ".txz";
  }

  private static String digest(byte[] packed) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(packed);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
