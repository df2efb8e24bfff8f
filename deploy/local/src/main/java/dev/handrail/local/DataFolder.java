package dev.handrail.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Everything one run keeps: data, keys, logs and the marks of its processes. */
record DataFolder(Path path) {
  /** Below this there is no point in starting. */
  private static final long LEAST_FREE_BYTES = 200L * 1024 * 1024;

  private static final long LOG_KEPT_BYTES = 10L * 1024 * 1024;

  DataFolder {
    path = path.toAbsolutePath().normalize();
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  Path keys() {
    return path.resolve("keys");
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path run() {
    return path.resolve("run");
  }

  Path log(String process) {
    return logs().resolve(process + ".log");
  }

  PidFile pidFile(String process) {
    return new PidFile(run().resolve(process + ".pid"));
  }

  Path state() {
    return path.resolve("platform.json");
  }

  /** Names of the processes that left a pid file. */
  List<String> marked() {
    if (!Files.isDirectory(run())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(run())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".pid"))
          .map(name -> name.substring(0, name.length() - ".pid".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new Refusal(run() + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Makes the folders, and looks whether the disk has room.
   *
   * @throws Refusal if it cannot be used
   */
  void prepare() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      for (Path folder : List.of(keys(), logs(), run())) {
        Files.createDirectories(folder);
      }
      Path probe = run().resolve("probe");
      Files.writeString(probe, "can be written\n");
      Files.delete(probe);
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < LEAST_FREE_BYTES) {
        throw new Refusal(
            "The disk of %s is full: %d MB are free, and Handrail needs at least %d."
                .formatted(path, free >> 20, LEAST_FREE_BYTES >> 20));
      }
      setLongLogsAside();
    } catch (FileAlreadyExistsException e) {
      throw new Refusal("The data folder cannot be used: " + e.getFile() + " is not a folder.", e);
    } catch (AccessDeniedException e) {
      throw new Refusal("The data folder " + path + " cannot be written: access denied.", e);
    } catch (IOException e) {
      throw new Refusal("The data folder " + path + " cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private void setLongLogsAside() throws IOException {
    try (Stream<Path> logs = Files.list(logs())) {
      for (Path log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
        if (Files.size(log) > LOG_KEPT_BYTES) {
          Files.move(
              log,
              log.resolveSibling(log.getFileName() + ".1"),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
