package dev.handrail.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which processes are killed, in which order and after which pauses; the same for the same seed.
 *
 * @param kills in order
 */
public record KillPlan(List<Kill> kills) {

  /**
   * One kill.
   *
   * @param after time of steady load before it
   * @param overlapping whether the next one comes before the platform is well again
   */
  public record Kill(Target target, Duration after, boolean overlapping) {}

  public KillPlan {
    kills = List.copyOf(kills);
  }

  /** So many kills, spread evenly over the targets. */
  public static KillPlan of(long seed, int count, List<Target> targets) {
    Random random = new Random(seed);
    List<Target> order = new ArrayList<>();
    while (order.size() < count) {
      List<Target> round = new ArrayList<>(targets);
      Collections.shuffle(round, random);
      order.addAll(round.subList(0, Math.min(round.size(), count - order.size())));
    }
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      boolean another = i + 1 < order.size() && order.get(i + 1) != order.get(i);
      kills.add(
          new Kill(
              order.get(i),
              Duration.ofMillis(1_000 + random.nextInt(3_000)),
              another && random.nextBoolean()));
    }
    return new KillPlan(kills);
  }
}
