package dev.handrail.endtoend.faults;

import dev.handrail.endtoend.faults.KillPlan.Kill;
import dev.handrail.local.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Kills and freezes processes of a platform under load, and waits each time until it is well again:
 * every process ready that is not frozen, and a write acknowledged that began after that.
 */
public final class FaultDriver {
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Platform platform;
  private final LongPredicate acknowledgedSince;
  private final Consumer<String> log;
  private final List<Duration> recoveries = new ArrayList<>();
  private String frozen = "";

  /**
   * @param acknowledgedSince whether a write that began after this {@link System#nanoTime()} was
   *     acknowledged
   * @param log takes a line per event
   */
  public FaultDriver(Platform platform, LongPredicate acknowledgedSince, Consumer<String> log) {
    this.platform = platform;
    this.acknowledgedSince = acknowledgedSince;
    this.log = log;
  }

  /** How long each kill was felt, from the signal until all was well. */
  public List<Duration> recoveries() {
    return List.copyOf(recoveries);
  }

  /**
   * Kills by the plan.
   *
   * @throws IllegalStateException if the platform does not recover
   */
  public void run(KillPlan plan) {
    for (Kill kill : plan.kills()) {
      pause(kill.after());
      OptionalLong pid = platform.livingPid(kill.target().process());
      if (pid.isEmpty()) {
        // It has not come back from an overlapping kill yet; that one is waited for now.
        awaitWell();
        pid = platform.livingPid(kill.target().process());
      }
      long victim = pid.orElseThrow();
      Instant began = Instant.now();
      Signals.kill(victim);
      say("killed " + kill.target().process() + " (" + victim + ")");
      if (!kill.overlapping()) {
        awaitSuccessor(kill.target().process(), victim);
        awaitWell();
        Duration recovery = Duration.between(began, Instant.now());
        recoveries.add(recovery);
        say("well again after " + recovery.toMillis() + " ms");
      }
    }
    awaitWell();
  }

  /**
   * Freezes the process that relays, for longer than its lease, and lets it go on.
   *
   * @param relay the number of the process that holds the lease, by what the database says
   * @param meanwhile processes that are killed while it is frozen, after another has taken over
   * @return whether another process took over while it was frozen
   */
  public boolean freezeRelay(LongSupplier relay, Duration time, List<Target> meanwhile) {
    // Who was killed holds the lease until it runs out.
    await("a living process relays", () -> !processOf(relay.getAsLong()).isEmpty());
    long pid = relay.getAsLong();
    frozen = processOf(pid);
    long until = System.nanoTime() + time.toNanos();
    boolean takenOver = false;
    Signals.freeze(pid);
    say("froze " + frozen + " (" + pid + "), which relays");
    try {
      while (!takenOver && System.nanoTime() - until < 0) {
        pause(LOOK_AGAIN);
        takenOver = relay.getAsLong() != pid;
      }
      say("another process relays now: " + takenOver);
      run(
          new KillPlan(
              meanwhile.stream()
                  .filter(target -> !target.process().equals(frozen))
                  .map(target -> new Kill(target, Duration.ofSeconds(2), false))
                  .toList()));
      pause(Duration.ofNanos(until - System.nanoTime()));
    } finally {
      Signals.thaw(pid);
      frozen = "";
      say("thawed it");
    }
    awaitWell();
    return takenOver;
  }

  /** The name of a process that lives; empty if none has this number. */
  private String processOf(long pid) {
    return platform.names().stream()
        .filter(name -> platform.livingPid(name).equals(OptionalLong.of(pid)))
        .findFirst()
        .orElse("");
  }

  private void awaitSuccessor(String process, long victim) {
    await(
        process + " has a successor",
        () -> {
          OptionalLong now = platform.livingPid(process);
          return now.isPresent() && now.getAsLong() != victim;
        });
  }

  private void awaitWell() {
    await("all processes are ready", () -> notReady().isEmpty());
    long since = System.nanoTime();
    await("a write is acknowledged", () -> acknowledgedSince.test(since));
  }

  private interface Condition {
    boolean holds();
  }

  private void await(String what, Condition condition) {
    long until = System.nanoTime() + LONGEST_RECOVERY.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            "Not within " + LONGEST_RECOVERY + ": " + what + "; not ready: " + notReady());
      }
      pause(LOOK_AGAIN);
    }
  }

  private List<String> notReady() {
    return platform.names().stream()
        .filter(name -> !name.equals(frozen) && !platform.isReady(name))
        .toList();
  }

  private void say(String line) {
    log.accept(Instant.now() + " " + line);
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
