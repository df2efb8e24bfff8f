package dev.handrail.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the checkout that this run belongs to. */
final class ProjectRoot {
  /** Set by the script, which knows where it lies. */
  private static final String PROPERTY = "handrail.root";

  private ProjectRoot() {}

  /**
   * @throws Refusal if the working directory is not inside a checkout
   */
  static Path find() {
    String told = System.getProperty(PROPERTY);
    Path start = Path.of(told != null ? told : "").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("handrail")) && Files.exists(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new Refusal(start + " is not inside a checkout of Handrail.");
  }

  /**
   * What the script runs the launcher with: its jar and those that it needs, as they were built.
   * Empty if the checkout is not built.
   */
  static Optional<String> launcherClassPath(Path root) {
    Path built = root.resolve("deploy/local/target");
    Path needed = built.resolve("classpath.txt");
    if (!Files.exists(needed)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(built)) {
      String others = Files.readString(needed).strip();
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar") && !name.endsWith("-tests.jar"))
          .findFirst()
          .map(jar -> jar + File.pathSeparator + others);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
