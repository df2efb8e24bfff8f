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
import java.util.function.ToLongFunction;

/**
 * Kills and freezes processes of a platform under load, and waits each time until it is well again:
 * every process ready and a write acknowledged that began after that.
 */
public final class FaultDriver {
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Platform platform;
  private final LongPredicate acknowledgedSince;
  private final Consumer<String> log;
  private final List<Duration> recoveries = new ArrayList<>();

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
   * @return whether another process took over while it was frozen
   */
  public boolean freezeRelay(ToLongFunction<Platform> relay, Duration time) {
    long frozen = relay.applyAsLong(platform);
    Signals.freeze(frozen);
    say("froze the relay's process (" + frozen + ")");
    boolean takenOver = false;
    try {
      long until = System.nanoTime() + time.toNanos();
      while (System.nanoTime() - until < 0) {
        if (!takenOver && relay.applyAsLong(platform) != frozen) {
          takenOver = true;
          say("another process relays now (" + relay.applyAsLong(platform) + ")");
        }
        pause(Duration.ofMillis(500));
      }
    } finally {
      Signals.thaw(frozen);
      say("thawed it");
    }
    awaitWell();
    return takenOver;
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
    await("all processes are ready", () -> platform.names().stream().allMatch(platform::isReady));
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
    return platform.names().stream().filter(name -> !platform.isReady(name)).toList();
  }

  private void say(String line) {
    log.accept(Instant.now() + " " + line);
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
