package dev.handrail.agent;

import dev.handrail.kit.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void the_walls_of_the_hexagon_stand() {
    ArchitectureRules.of("dev.handrail.agent").check();
  }
}
