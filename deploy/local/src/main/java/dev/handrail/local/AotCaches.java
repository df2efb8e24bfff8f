package dev.handrail.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the JVM of each program learnt in a {@link Training} run: its classes, loaded and linked,
 * and how often its methods ran (JEP 483, 514 and 515). A program starts in less than half the time
 * with it, and is fast sooner. The JVM itself refuses a cache that is not of the very same jars.
 *
 * @param folder where they are; they can be deleted at any time
 */
record AotCaches(Path folder) {

  /** Those that belong to what is built in a checkout. */
  static AotCaches of(Path projectRoot) {
    return new AotCaches(projectRoot.resolve("target/aot"));
  }

  /** All that there are caches of. */
  static List<String> programs() {
    var programs = new ArrayList<>(ServiceKind.names());
    programs.add(Platform.KAFKA);
    programs.add(Platform.GATEWAY);
    return programs;
  }

  Path file(String program) {
    return folder.resolve(program + ".aot");
  }

  /** What makes a JVM use the cache; nothing if there is none. */
  List<String> flags(String program) {
    Path file = file(program);
    return Files.exists(file) ? List.of("-XX:AOTCache=" + file) : List.of();
  }

  /** Whether all are there and newer than what was built. */
  boolean areFresh(Path projectRoot) {
    try {
      FileTime built = newest(builtOf(projectRoot));
      for (String program : programs()) {
        Path file = file(program);
        if (!Files.exists(file) || Files.getLastModifiedTime(file).compareTo(built) <= 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> builtOf(Path projectRoot) throws IOException {
    var built = new ArrayList<Path>();
    for (ServiceKind kind : ServiceKind.values()) {
      try (Stream<Path> files = Files.walk(kind.jar(projectRoot).resolveSibling(""))) {
        files.filter(Files::isRegularFile).forEach(built::add);
      }
    }
    Optional<String> launcher = ProjectRoot.launcherClassPath(projectRoot);
    launcher.ifPresent(
        path -> {
          for (String entry : path.split(File.pathSeparator, -1)) {
            built.add(Path.of(entry));
          }
        });
    return built;
  }

  private static FileTime newest(List<Path> files) throws IOException {
    var times = new ArrayList<FileTime>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times.stream().max(Comparator.naturalOrder()).orElse(FileTime.fromMillis(0));
  }
}
