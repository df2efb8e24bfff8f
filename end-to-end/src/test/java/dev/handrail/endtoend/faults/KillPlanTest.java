package dev.handrail.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillPlanTest {
  private static final List<Target> ALL = List.of(Target.values());

  @Test
  void the_same_seed_makes_the_same_plan_and_another_seed_another() {
    assertThat(KillPlan.of(7, 20, ALL)).isEqualTo(KillPlan.of(7, 20, ALL));
    assertThat(KillPlan.of(7, 20, ALL)).isNotEqualTo(KillPlan.of(8, 20, ALL));
  }

  @Test
  void kills_are_spread_evenly_over_the_targets() {
    List<Target> killed =
        KillPlan.of(1, 20 * ALL.size(), ALL).kills().stream().map(KillPlan.Kill::target).toList();

    assertThat(killed).hasSize(20 * ALL.size());
    assertThat(ALL).allSatisfy(t -> assertThat(Collections.frequency(killed, t)).isEqualTo(20));
  }

  @Test
  void the_last_kill_is_waited_for() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(KillPlan.of(seed, 8, ALL).kills().getLast().overlapping()).isFalse();
    }
  }
}
