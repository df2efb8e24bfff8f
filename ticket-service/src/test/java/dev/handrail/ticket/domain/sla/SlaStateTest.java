package dev.handrail.ticket.domain.sla;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlaStateTest {

  @Test
  void of_two_the_worse_counts() {
    assertThat(SlaState.OK.or(SlaState.AT_RISK)).isEqualTo(SlaState.AT_RISK);
    assertThat(SlaState.BREACHED.or(SlaState.MET)).isEqualTo(SlaState.BREACHED);
    assertThat(SlaState.PAUSED.or(SlaState.PAUSED)).isEqualTo(SlaState.PAUSED);
    assertThat(SlaState.MET.or(SlaState.PAUSED)).isEqualTo(SlaState.PAUSED);
  }

  @Test
  void names_outside_are_the_apis() {
    assertThat(SlaState.all()).isEqualTo("met, paused, ok, at_risk, breached");
    assertThat(SlaState.parse("at_risk")).contains(SlaState.AT_RISK);
    assertThat(SlaState.parse("AT_RISK")).isEmpty();
    assertThat(SlaState.parse("late")).isEmpty();
    assertThat(TargetKind.FIRST_RESPONSE.wire()).isEqualTo("first_response");
  }
}
