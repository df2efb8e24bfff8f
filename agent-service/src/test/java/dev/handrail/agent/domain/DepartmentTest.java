package dev.handrail.agent.domain;

import static dev.handrail.agent.domain.Fixtures.LATER;
import static dev.handrail.agent.domain.Fixtures.NOON;
import static dev.handrail.agent.domain.Fixtures.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepartmentTest {
  private static final Actor BY = ROOT.actor();
  private static final UUID LEAD = Fixtures.ADA_ID;
  private static final Department RETURNS =
      Department.open("returns", "Returns", true, List.of(LEAD), BY, NOON).after();

  @Test
  void a_new_one_is_routed_as_usual() {
    DepartmentChange change = Department.open("returns", "Returns", true, List.of(LEAD), BY, NOON);
    assertThat(change.before()).isNull();
    assertThat(change.after())
        .isEqualTo(
            new Department(
                "returns",
                "Returns",
                true,
                false,
                List.of(LEAD),
                Strategy.SKILL_BASED,
                Duration.ofMinutes(15),
                NOON,
                NOON,
                1,
                1));
    assertThat(change.changed())
        .containsExactly("name", "active", "leads", "strategy", "giveBackAfter");
  }

  @Test
  void a_correction_names_what_is_different() {
    DepartmentChange change = RETURNS.revise("Refunds", false, List.of(), BY, LATER);
    assertThat(change.changed()).containsExactly("name", "active", "leads");
    assertThat(change.after())
        .isEqualTo(
            new Department(
                "returns",
                "Refunds",
                false,
                false,
                List.of(),
                Strategy.SKILL_BASED,
                Duration.ofMinutes(15),
                NOON,
                LATER,
                2,
                2));
    assertThat(RETURNS.revise("Returns", true, List.of(LEAD), BY, LATER).isEmpty()).isTrue();
  }

  @Test
  void routing_is_set_apart() {
    DepartmentChange change = RETURNS.route(Strategy.ROUND_ROBIN, null, BY, LATER);
    assertThat(change.changed()).containsExactly("strategy", "giveBackAfter");
    assertThat(change.after().giveBackAfter()).isNull();
    assertThat(change.after().strategy()).isEqualTo(Strategy.ROUND_ROBIN);
    assertThat(change.after().leads()).containsExactly(LEAD);
    assertThat(RETURNS.route(Strategy.SKILL_BASED, Duration.ofMinutes(15), BY, LATER).isEmpty())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT59S", "-PT5M", "PT720H1S", "PT61.5S"})
  void giving_back_takes_from_a_minute_to_a_month(String after) {
    assertThatThrownBy(() -> RETURNS.route(Strategy.SKILL_BASED, Duration.parse(after), BY, LATER))
        .isInstanceOf(AgentProblem.Invalid.class);
  }

  @Test
  void the_ends_of_that_are_taken() {
    Stream.of("PT1M", "PT720H")
        .map(Duration::parse)
        .forEach(
            d ->
                assertThat(
                        RETURNS.route(Strategy.SKILL_BASED, d, BY, LATER).after().giveBackAfter())
                    .isEqualTo(d));
  }

  @Test
  void one_that_comes_back_goes_on_counting_its_events() {
    DepartmentChange gone = RETURNS.remove(BY, LATER);
    assertThat(gone.changed()).containsExactly("removed");
    assertThat(gone.after().active()).isFalse();
    assertThat(gone.after().removed()).isTrue();
    assertThat(gone.after().leads()).isEmpty();

    Department back =
        gone.after().reopen("Back", true, List.of(), BY, LATER.plusSeconds(1)).after();
    assertThat(back.eventSequence()).isEqualTo(3);
    assertThat(back.version()).isEqualTo(3);
    assertThat(back.removed()).isFalse();
    assertThat(back.active()).isTrue();
    assertThat(back.name()).isEqualTo("Back");
    assertThatThrownBy(() -> back.reopen("Again", true, List.of(), BY, LATER))
        .isInstanceOf(AgentProblem.Conflict.class);
  }

  @Test
  void an_announcement_changes_nothing_but_the_count() {
    DepartmentChange told = RETURNS.announce(LATER);
    assertThat(told.actor()).isEqualTo(Actor.SYSTEM);
    assertThat(told.after().version()).isEqualTo(1);
    assertThat(told.after().updatedAt()).isEqualTo(NOON);
    assertThat(told.after().eventSequence()).isEqualTo(2);
    assertThat(told.isEmpty()).isFalse();
  }

  @Test
  void a_team_has_its_lead_among_its_members() {
    UUID lead = UUID.randomUUID();
    UUID member = UUID.randomUUID();
    Text text = new Text();
    Team team =
        Team.of(UUID.randomUUID(), text, " Night ", "billing", lead, List.of(member, member), NOON);
    text.done();
    assertThat(team.name()).isEqualTo("Night");
    assertThat(team.members()).containsExactly(member, lead);

    Team changed =
        team.become(
            Team.of(UUID.randomUUID(), text, "Day", "billing", null, List.of(member), LATER),
            LATER);
    assertThat(changed)
        .isEqualTo(new Team(team.id(), "Day", "billing", null, List.of(member), NOON, LATER, 2));
  }
}
