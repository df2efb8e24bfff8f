package dev.handrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTest {
  private static final List<String> EXPECTED = List.of("TicketCreated", "StatusChanged");

  @Test
  void the_expected_events_numbered_from_one_are_right() {
    assertThat(Demo.compare(EXPECTED, List.of(seen("TicketCreated", 1), seen("StatusChanged", 2))))
        .isEmpty();
  }

  @Test
  void a_missing_a_doubled_a_swapped_and_a_misnumbered_event_are_noticed() {
    assertThat(Demo.compare(EXPECTED, List.of(seen("TicketCreated", 1)))).hasSize(1);
    assertThat(
            Demo.compare(
                EXPECTED,
                List.of(
                    seen("TicketCreated", 1), seen("StatusChanged", 2), seen("StatusChanged", 2))))
        .hasSize(1);
    assertThat(Demo.compare(EXPECTED, List.of(seen("StatusChanged", 1), seen("TicketCreated", 2))))
        .hasSize(1);
    assertThat(Demo.compare(EXPECTED, List.of(seen("TicketCreated", 1), seen("StatusChanged", 3))))
        .containsExactly("The events are numbered [1, 3] and not from 1 without gaps.");
  }

  private static EventWatch.Seen seen(String type, long sequence) {
    return new EventWatch.Seen("id", "handrail." + type + ".v1", sequence);
  }
}
