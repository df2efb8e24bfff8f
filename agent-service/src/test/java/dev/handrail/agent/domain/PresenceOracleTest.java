package dev.handrail.agent.domain;

import static dev.handrail.agent.domain.Availability.AVAILABLE;
import static dev.handrail.agent.domain.Availability.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.domain.Presence.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Presences against lives that are lived minute by minute: zones and changes of their clocks, signs
 * of life, choices by hand, suspensions, timers that are in time and others that are late.
 *
 * <p>{@code -Dpresence.lives=10000} makes it a longer run, {@code -Dpresence.seed} begins
 * elsewhere.
 */
class PresenceOracleTest {

  private static final int LIVES = Integer.getInteger("presence.lives", 150);
  private static final long SEED = Long.getLong("presence.seed", 1);

  @Test
  void every_life_is_as_it_is_when_each_minute_of_it_is_lived() {
    for (long seed = SEED; seed < SEED + LIVES; seed++) {
      new Life(seed, false).live();
      new Life(seed, true).live();
    }
  }

  private static final class Life {
    private final long seed;
    private final boolean timed;
    private final Random random;
    private final WeeklyShifts shifts;
    private final Duration lease;
    private Instant now;
    private Presence presence;
    private @Nullable Instant check;
    private Availability truth = OFFLINE;
    private Instant truthSince;
    private Instant aliveUntil;
    private int changes;
    private int told;

    /**
     * @param timed whether a timer looks at every moment at which something is to be looked at;
     *     else only signs of life and chance do
     */
    Life(long seed, boolean timed) {
      this.seed = seed;
      this.timed = timed;
      this.random = new Random(seed);
      this.shifts = WallClock.someWeek(random);
      this.lease = Duration.ofMinutes(1 + random.nextInt(120));
      this.now = WallClock.someMoment(random, shifts.zone());
      this.truthSince = now;
      this.aliveUntil = now;
      this.presence = Presence.unseen(now);
    }

    void live() {
      boolean within = WallClock.isWithin(shifts, now);
      int minutes = 1 + random.nextInt(4_000);
      for (int i = 0; i < minutes; i++) {
        now = now.plusSeconds(60);
        boolean next = WallClock.isWithin(shifts, now);
        if (next != within && now.isBefore(aliveUntil)) {
          become(next ? AVAILABLE : OFFLINE);
        }
        within = next;
        if (!now.isBefore(aliveUntil)) {
          become(OFFLINE);
        }
        look();
        happen();
      }
    }

    private void look() {
      boolean due = check != null && !check.isAfter(now);
      if (!due) {
        assertThat(presence.availability()).as("seed %d at %s", seed, now).isEqualTo(truth);
      } else if (timed) {
        assertThat(check).as("seed %d: no moment is passed over", seed).isEqualTo(now);
        take(presence.settle(now, shifts));
        check();
      } else if (random.nextInt(200) == 0) {
        take(presence.settle(now, shifts));
        check();
      }
    }

    private void happen() {
      switch (random.nextInt(1_000)) {
        case 0, 1, 2 -> {
          Availability chosen = List.of(Availability.values()).get(random.nextInt(4));
          take(presence.choose(chosen, lease, now, shifts));
          become(chosen);
          breathe();
          check();
        }
        case 3 -> {
          take(presence.withdraw(now));
          become(OFFLINE);
          aliveUntil = aliveUntil.isBefore(now) ? aliveUntil : now;
          check();
        }
        default -> {
          if (random.nextInt(40) == 0) {
            take(presence.renew(lease, now, shifts));
            breathe();
            check();
          }
        }
      }
    }

    private void breathe() {
      aliveUntil = now.plus(lease);
    }

    private void become(Availability next) {
      if (next != truth) {
        truth = next;
        truthSince = now;
        changes++;
      }
    }

    private void take(Step step) {
      assertThat(step.isChange())
          .as("seed %d: a change is told, and nothing else", seed)
          .isEqualTo(step.after().availability() != presence.availability());
      if (step.isChange()) {
        told++;
      }
      presence = step.after();
      check = presence.nextCheckAt(shifts);
    }

    private void check() {
      assertThat(presence.availability()).as("seed %d at %s", seed, now).isEqualTo(truth);
      assertThat(presence.isAliveAt(now)).isEqualTo(now.isBefore(aliveUntil));
      assertThat(presence.settledAt()).isEqualTo(now);
      if (timed) {
        assertThat(told).as("seed %d: each change once", seed).isEqualTo(changes);
        assertThat(presence.since()).as("seed %d", seed).isEqualTo(truthSince);
      }
    }
  }
}
