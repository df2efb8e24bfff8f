package dev.handrail.local;

import dev.handrail.embedded.CannotStart;
import dev.handrail.embedded.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Stops what a supervisor that was killed could not stop itself. */
final class Leftovers {
  private static final Duration IN_PEACE = Duration.ofSeconds(25);
  private static final Duration BY_FORCE = Duration.ofSeconds(5);

  private Leftovers() {}

  /**
   * Stops the marked processes in the order of a clean stop: those that write before those that
   * keep.
   *
   * @return whether there were any
   */
  static boolean stop(DataFolder folder, Consumer<String> progress) {
    boolean any = stop(folder, progress, name -> name.equals(Platform.GATEWAY));
    any |=
        stop(
            folder,
            progress,
            name ->
                !name.equals(Platform.KAFKA)
                    && !name.equals(Platform.POSTGRES)
                    && !name.equals(Platform.SUPERVISOR));
    any |= stop(folder, progress, name -> name.equals(Platform.KAFKA));
    try {
      if (PostgresServer.stopLeftover(folder.postgres())) {
        progress.accept("Stopped " + Platform.POSTGRES + " of an earlier run.");
        any = true;
      }
    } catch (CannotStart e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
    folder.pidFile(Platform.POSTGRES).delete();
    return any;
  }

  private static boolean stop(
      DataFolder folder, Consumer<String> progress, Predicate<String> which) {
    List<ProcessIdentity> living = new ArrayList<>();
    List<String> names = folder.marked().stream().filter(which).toList();
    for (String name : names) {
      folder
          .pidFile(name)
          .living()
          .ifPresent(
              process -> {
                progress.accept("Stopping " + name + " of an earlier run.");
                living.add(process);
              });
    }
    end(living, IN_PEACE);
    names.forEach(name -> folder.pidFile(name).delete());
    return !living.isEmpty();
  }

  /** Asks each to end, and makes those end that do not. */
  static void end(List<ProcessIdentity> processes, Duration inPeace) {
    processes.forEach(process -> process.handle().ifPresent(ProcessHandle::destroy));
    if (!gone(processes, inPeace)) {
      processes.forEach(process -> process.handle().ifPresent(ProcessHandle::destroyForcibly));
      gone(processes, BY_FORCE);
    }
  }

  static boolean gone(List<ProcessIdentity> processes, Duration within) {
    Instant until = Instant.now().plus(within);
    while (processes.stream().anyMatch(ProcessIdentity::isAlive)) {
      if (Instant.now().isAfter(until)) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return true;
  }
}
