package dev.handrail.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of this machine, told from a later one that got the same number.
 *
 * @param born when it began, in whatever way the system tells it best
 */
record ProcessIdentity(long pid, String born) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** The living process with this number. */
  static Optional<ProcessIdentity> of(long pid) {
    return born(pid).map(born -> new ProcessIdentity(pid, born));
  }

  boolean isAlive() {
    return born(pid).filter(born::equals).isPresent();
  }

  /** For sending signals; empty when it has ended. */
  Optional<ProcessHandle> handle() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  private static Optional<String> born(long pid) {
    return Files.exists(BOOT) ? bornOnLinux(pid) : bornElsewhere(pid);
  }

  /**
   * The boot and the tick in it: unlike the time of day it does not move when the clock is set. A
   * process that has ended and waits for its parent to notice counts as ended.
   */
  private static Optional<String> bornOnLinux(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // The name, in parentheses, may contain anything; the third field follows it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended
          ? Optional.empty()
          : Optional.of(Files.readString(BOOT).strip() + "/" + fields[19]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> bornElsewhere(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(Object::toString);
  }
}
