package dev.handrail.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Remembers a process on disk, so that it can be found after whoever started it is gone. */
record PidFile(Path path) {
  void write(long pid) {
    // Already gone again: there is nothing to remember.
    ProcessIdentity identity = ProcessIdentity.of(pid).orElse(null);
    if (identity == null) {
      delete();
      return;
    }
    try {
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.writeString(fresh, identity.pid() + " " + identity.born() + "\n");
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process it names, if that very process is still alive. */
  Optional<ProcessIdentity> living() {
    try {
      String[] parts = Files.readString(path).strip().split(" ", 2);
      if (parts.length < 2) {
        return Optional.empty();
      }
      return Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), parts[1]))
          .filter(ProcessIdentity::isAlive);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
