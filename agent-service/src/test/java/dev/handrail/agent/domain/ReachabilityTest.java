package dev.handrail.agent.domain;

import static dev.handrail.agent.domain.Fixtures.ADA_ID;
import static dev.handrail.agent.domain.Fixtures.LATER;
import static dev.handrail.agent.domain.Fixtures.NOON;
import static dev.handrail.agent.domain.Fixtures.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handrail.agent.domain.WeeklyShifts.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an account's availability does, and what it does not do to the account. */
class ReachabilityTest {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Caller ADA = Fixtures.caller(ADA_ID.toString(), Role.SUPPORT_AGENT);

  /** Saturdays until a minute after noon; NOON is one. */
  private static final WeeklyShifts SATURDAYS =
      new WeeklyShifts(
          ZoneOffset.UTC, Map.of(DayOfWeek.SATURDAY, List.of(new Shift(0, 12 * 3_600 + 60))));

  private static Agent available() {
    return Fixtures.approved()
        .setAvailability(Availability.AVAILABLE, LEASE, ADA, NOON.plusSeconds(1))
        .after();
  }

  @Test
  void setting_it_is_told_but_is_no_change_of_the_account() {
    Agent approved = Fixtures.approved();
    Change change = approved.setAvailability(Availability.BUSY, LEASE, ADA, LATER);
    assertThat(change.isEmpty()).isFalse();
    assertThat(change.history()).isNull();
    assertThat(change.actor()).isEqualTo(ADA.actor());
    assertThat(change.events())
        .containsExactly(
            new AgentEvent.AvailabilityChanged(
                Availability.OFFLINE, Availability.BUSY, Presence.Cause.BY_HAND));
    Agent after = change.after();
    assertThat(after.version()).isEqualTo(approved.version());
    assertThat(after.updatedAt()).isEqualTo(approved.updatedAt());
    assertThat(after.eventSequence()).isEqualTo(approved.eventSequence() + 1);
    assertThat(after.presence())
        .isEqualTo(new Presence(Availability.BUSY, LATER, LATER, LATER.plus(LEASE)));
    assertThat(after.availability()).isEqualTo(Availability.BUSY);
    assertThat(after.availabilitySince()).isEqualTo(LATER);
  }

  @Test
  void what_it_is_already_is_a_sign_of_life_and_no_event() {
    Agent available = available();
    Change again = available.setAvailability(Availability.AVAILABLE, LEASE, ADA, LATER);
    assertThat(again.events()).isEmpty();
    assertThat(again.isEmpty()).as("the lease is longer").isFalse();
    assertThat(again.after().eventSequence()).isEqualTo(available.eventSequence());
    assertThat(again.after().presence().aliveUntil()).isEqualTo(LATER.plus(LEASE));
    Change heartbeat = available.renew(LEASE, LATER);
    assertThat(heartbeat.events()).isEmpty();
    assertThat(heartbeat.after().presence().aliveUntil()).isEqualTo(LATER.plus(LEASE));
  }

  @Test
  void everyone_sets_its_own() {
    Agent approved = Fixtures.approved();
    assertThatThrownBy(() -> approved.setAvailability(Availability.BUSY, LEASE, ROOT, LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);
  }

  @ParameterizedTest
  @EnumSource(value = AccountStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "APPROVED")
  void whose_account_is_not_approved_is_offline_whatever_it_does(AccountStatus status) {
    Agent agent = Fixtures.in(status);
    assertThatThrownBy(() -> agent.setAvailability(Availability.AVAILABLE, LEASE, ADA, LATER))
        .isInstanceOf(AgentProblem.Forbidden.class);
    Change renewed = agent.renew(LEASE, LATER);
    assertThat(renewed.events()).isEmpty();
    assertThat(renewed.after().presence().isAliveAt(LATER)).isFalse();
    Agent strange = Fixtures.with(Availability.AVAILABLE, agent);
    assertThat(strange.settle(LATER).events())
        .containsExactly(
            new AgentEvent.AvailabilityChanged(
                Availability.AVAILABLE, Availability.OFFLINE, Presence.Cause.ACCOUNT));
  }

  @Test
  void a_suspension_ends_it_and_a_reinstatement_does_not_bring_it_back() {
    Change suspended = available().suspend("why", ROOT, LATER);
    assertThat(suspended.events())
        .containsExactly(
            new AgentEvent.Suspended(),
            new AgentEvent.AvailabilityChanged(
                Availability.AVAILABLE, Availability.OFFLINE, Presence.Cause.ACCOUNT));
    assertThat(suspended.after().presence().isAliveAt(LATER)).isFalse();
    Agent back = suspended.after().reinstate(ROOT, LATER).after();
    assertThat(back.availability()).isEqualTo(Availability.OFFLINE);
  }

  @Test
  void a_lapse_is_told_by_the_system() {
    Change lapsed = available().settle(NOON.plusSeconds(1).plus(LEASE));
    assertThat(lapsed.actor()).isEqualTo(Actor.SYSTEM);
    assertThat(lapsed.events())
        .containsExactly(
            new AgentEvent.AvailabilityChanged(
                Availability.AVAILABLE, Availability.OFFLINE, Presence.Cause.LEASE));
    assertThat(available().settle(LATER).events()).isEmpty();
  }

  @Test
  void other_shifts_count_from_now_on_and_the_old_ones_until_now() {
    Agent working = available().setShifts(SATURDAYS, ROOT, NOON.plusSeconds(30)).after();
    assertThat(working.availability()).as("no boundary has come").isEqualTo(Availability.AVAILABLE);
    assertThat(working.nextBoundaryAt()).isEqualTo(LATER);
    WeeklyShifts none = new WeeklyShifts(ZoneOffset.UTC, Map.of());
    Change late = working.setShifts(none, ROOT, LATER.plusSeconds(5));
    assertThat(late.events())
        .containsExactly(
            new AgentEvent.AvailabilityChanged(
                Availability.AVAILABLE, Availability.OFFLINE, Presence.Cause.SHIFT),
            new AgentEvent.ProfileChanged(List.of("shifts")));
    assertThat(late.after().nextBoundaryAt()).isNull();
  }
}
