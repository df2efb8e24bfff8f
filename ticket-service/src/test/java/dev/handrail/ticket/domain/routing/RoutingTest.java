package dev.handrail.ticket.domain.routing;

import static dev.handrail.ticket.domain.routing.Agents.NOON;
import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.Fixtures;
import dev.handrail.ticket.domain.FollowUp;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Priority;
import dev.handrail.ticket.domain.Role;
import dev.handrail.ticket.domain.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingTest {
  private static final Demand PAYMENT = new Demand("bookings", "general", "en", "payment");

  // Who is eligible

  @Test
  void an_agent_without_skills_or_languages_takes_all_of_its_department() {
    assertThat(agent("ada").candidate().isEligible(PAYMENT)).isTrue();
    assertThat(agent("ada").of("billing").candidate().isEligible(PAYMENT)).isFalse();
  }

  @Test
  void the_app_is_one_that_it_serves() {
    assertThat(agent("ada").serving("rides", "bookings").candidate().isEligible(PAYMENT)).isTrue();
    assertThat(agent("ada").serving("rides").candidate().isEligible(PAYMENT)).isFalse();
    assertThat(agent("ada").serving().candidate().isEligible(PAYMENT)).isFalse();
  }

  @Test
  void the_skill_is_one_that_it_has() {
    assertThat(agent("ada").skilled("payment", "gps").candidate().isEligible(PAYMENT)).isTrue();
    assertThat(agent("ada").skilled("gps").candidate().isEligible(PAYMENT)).isFalse();
  }

  @Test
  void the_language_is_one_that_it_speaks_whichever_variety() {
    assertThat(agent("ada").speaking("de", "en-GB").candidate().isEligible(PAYMENT)).isTrue();
    assertThat(agent("ada").speaking("de").candidate().isEligible(PAYMENT)).isFalse();
    Demand brazilian = new Demand("bookings", "general", "pt-BR", "payment");
    assertThat(agent("ada").speaking("PT").candidate().isEligible(brazilian)).isTrue();
    assertThat(agent("ada").speaking("en").candidate().isEligible(brazilian)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(AccountStatus.class)
  void only_an_approved_account_works(AccountStatus status) {
    assertThat(agent("ada").is(status).candidate().isEligible(PAYMENT))
        .isEqualTo(status == AccountStatus.APPROVED);
  }

  @ParameterizedTest
  @EnumSource(Availability.class)
  void only_who_is_available_is_given_tickets(Availability availability) {
    assertThat(agent("ada").is(availability).candidate().isEligible(PAYMENT))
        .isEqualTo(availability == Availability.AVAILABLE);
  }

  @Test
  void who_may_not_see_tickets_is_given_none() {
    Set<Permission> blind = EnumSet.copyOf(Role.SUPPORT_AGENT.permissions());
    blind.remove(Permission.VIEW_TICKETS);
    assertThat(agent("ada").allowed(blind).candidate().isEligible(PAYMENT)).isFalse();
  }

  // Strategies

  @Test
  void skill_based_takes_a_specialist_though_it_carries_more() {
    assertChosen(
        Strategy.SKILL_BASED,
        "bob",
        agent("ada").load(0),
        agent("bob").skilled("payment").load(4),
        agent("cy").skilled("payment").load(5));
  }

  @Test
  void among_specialists_the_one_with_the_smaller_share_of_its_capacity() {
    assertChosen(
        Strategy.SKILL_BASED,
        "bob",
        agent("ada").skilled("payment").capacity(4).load(2),
        agent("bob").skilled("payment").capacity(20).load(9));
  }

  @Test
  void least_loaded_minds_shares_and_not_skills() {
    assertChosen(
        Strategy.LEAST_LOADED,
        "bob",
        agent("ada").skilled("payment").capacity(10).load(1),
        agent("bob").capacity(100).load(9));
  }

  @Test
  void of_equal_shares_the_one_without_a_new_one_for_longest() {
    for (Strategy strategy : List.of(Strategy.SKILL_BASED, Strategy.LEAST_LOADED)) {
      assertChosen(
          strategy,
          "bob",
          agent("ada").capacity(4).load(2).lastAssigned(NOON),
          agent("bob").capacity(6).load(3).lastAssigned(NOON.minusNanos(1_000)));
    }
  }

  @Test
  void round_robin_minds_only_who_waited_longest() {
    assertChosen(
        Strategy.ROUND_ROBIN,
        "bob",
        agent("ada").load(0).lastAssigned(NOON),
        agent("bob").load(4).lastAssigned(NOON.minusSeconds(1)));
    assertChosen(
        Strategy.ROUND_ROBIN, "bob", agent("ada").lastAssigned(Instant.EPOCH), agent("bob"));
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void equals_are_taken_by_id(Strategy strategy) {
    assertChosen(strategy, "ada", agent("bob"), agent("ada"));
  }

  @Test
  void round_robin_goes_round_within_one_pass() {
    List<Waiting> four = IntStream.range(0, 4).mapToObj(i -> waiting(i, PAYMENT)).toList();
    assertThat(
            Routing.choose(
                four,
                List.of(agent("ada").candidate(), agent("bob").candidate()),
                Strategy.ROUND_ROBIN,
                NOON))
        .extracting(p -> p.to().id())
        .containsExactly("ada", "bob", "ada", "bob");
  }

  // What waits

  @Test
  void tickets_go_by_priority_then_due_time_then_age_then_id() {
    Waiting urgent = ticket(9, Priority.URGENT, null, 9);
    Waiting dueFirst = ticket(8, Priority.HIGH, NOON, 8);
    Waiting dueLater = ticket(7, Priority.HIGH, NOON.plusSeconds(1), 0);
    Waiting neverDue = ticket(6, Priority.HIGH, null, 0);
    Waiting older = ticket(5, Priority.LOW, NOON, 1);
    Waiting younger = ticket(3, Priority.LOW, NOON, 2);
    Waiting youngerToo = ticket(4, Priority.LOW, NOON, 2);
    List<Waiting> order = List.of(urgent, dueFirst, dueLater, neverDue, older, younger, youngerToo);

    List<Waiting> shuffled = new ArrayList<>(order.reversed());
    assertThat(shuffled.stream().sorted(Waiting.ORDER)).containsExactlyElementsOf(order);
  }

  @Test
  void a_ticket_for_which_nobody_is_there_holds_up_no_other() {
    Demand klingon = new Demand("bookings", "general", "tlh", "payment");
    Waiting blocked =
        new Waiting(id(1), klingon, Priority.URGENT, NOON, NOON.minusSeconds(9), Set.of());
    Waiting low = waiting(2, PAYMENT);

    assertThat(
            Routing.choose(
                List.of(blocked, low),
                List.of(agent("ada").speaking("en").candidate()),
                Strategy.SKILL_BASED,
                NOON))
        .extracting(Placement::ticket)
        .containsExactly(low);
  }

  @Test
  void who_gave_a_ticket_back_does_not_get_it_again() {
    Waiting declined = new Waiting(id(1), PAYMENT, Priority.LOW, NOON, NOON, Set.of("ada", "gone"));
    Candidate ada = agent("ada").candidate();
    assertThat(Routing.choose(List.of(declined), List.of(ada), Strategy.LEAST_LOADED, NOON))
        .isEmpty();

    List<Placement> placements =
        Routing.choose(
            List.of(declined),
            List.of(ada, agent("bob").named("Bob Ray").load(4).candidate()),
            Strategy.LEAST_LOADED,
            NOON);
    assertThat(placements)
        .extracting(Placement::reason)
        .containsExactly(
            "least_loaded: Bob Ray of 2 eligible (least loaded, 4 of 5);"
                + " not chosen: ada (gave it back)");
  }

  // The reason

  @Test
  void the_reason_names_the_chosen_and_why_not_the_others() {
    assertThat(
            reason(
                Strategy.SKILL_BASED,
                agent("a").named("Ann Lee").skilled("payment").load(2),
                agent("b").named("Bob Ray").load(3),
                agent("c").named("Cy Fox").load(5),
                agent("d").named("Di Orr").skilled("gps")))
        .isEqualTo(
            "skill_based: Ann Lee of 3 eligible (skill matches, 2 of 5);"
                + " not chosen: Bob Ray (3 of 5), Cy Fox (no slot free)");
    assertThat(reason(Strategy.SKILL_BASED, agent("a").named("Ann Lee")))
        .isEqualTo("skill_based: Ann Lee of 1 eligible (any category, 0 of 5)");
    assertThat(reason(Strategy.ROUND_ROBIN, agent("a").named("Ann Lee")))
        .isEqualTo("round_robin: Ann Lee of 1 eligible (longest without a new one, 0 of 5)");
  }

  @Test
  void the_reason_is_never_too_long_and_says_how_many_it_leaves_out() {
    String longName = "Ü".repeat(100);
    Agents[] many =
        IntStream.range(0, 300)
            .mapToObj(i -> agent("agent-" + (100 + i)).named(i == 0 ? longName : "Name " + i))
            .toArray(Agents[]::new);

    String reason = reason(Strategy.LEAST_LOADED, many);

    assertThat(reason)
        .hasSizeLessThanOrEqualTo(Placement.LONGEST_REASON)
        .hasSizeGreaterThan(Placement.LONGEST_REASON - 60)
        .startsWith("least_loaded: " + "Ü".repeat(59) + "… of 300 eligible (least loaded, 0 of 5)")
        .contains("Name 1 (0 of 5), Name 2 (0 of 5)")
        .matches(".* and [0-9]+ more");
    int named = reason.split("Name ", -1).length - 1;
    assertThat(reason).endsWith(" and " + (299 - named) + " more");
  }

  // Confirmation

  @Test
  void what_changed_meanwhile_is_left_out() {
    Candidate ada = agent("ada").capacity(2).candidate();
    Candidate bob = agent("bob").candidate();
    List<Placement> chosen =
        List.of(
            new Placement(waiting(1, PAYMENT), ada, "1"),
            new Placement(waiting(2, PAYMENT), ada, "2"),
            new Placement(waiting(3, PAYMENT), bob, "3"));

    assertThat(Routing.confirm(chosen, List.of(ada, bob))).isEqualTo(chosen);
    assertThat(Routing.confirm(chosen, List.of(agent("ada").capacity(2).load(1).candidate(), bob)))
        .extracting(Placement::reason)
        .containsExactly("1", "3");
    assertThat(Routing.confirm(chosen, List.of(agent("ada").capacity(2).load(3).candidate())))
        .isEmpty();
    assertThat(
            Routing.confirm(chosen, List.of(ada, agent("bob").is(Availability.AWAY).candidate())))
        .extracting(Placement::reason)
        .containsExactly("1", "2");
    assertThat(Routing.confirm(chosen, List.of())).isEmpty();
  }

  // Giving back

  @Test
  void tickets_go_back_when_their_agent_has_been_offline_for_long_enough() {
    Absence absence =
        new Absence(
            agent("ada").is(Availability.OFFLINE).since(NOON).listed(),
            "Ann Lee",
            new DepartmentRules("general", Strategy.SKILL_BASED, Duration.ofMinutes(20)));
    Instant due = NOON.plus(Duration.ofMinutes(20));
    assertThat(absence.reasonToGiveBack(due.minusNanos(1_000))).isEmpty();
    assertThat(absence.reasonToGiveBack(due)).contains("Ann Lee has been offline for 20 minutes.");
  }

  @Test
  void who_is_only_busy_or_away_keeps_them_and_so_does_everyone_where_nothing_goes_back() {
    Instant late = NOON.plus(Duration.ofDays(9));
    DepartmentRules usual = DepartmentRules.usual("general");
    for (Availability here : EnumSet.complementOf(EnumSet.of(Availability.OFFLINE))) {
      assertThat(new Absence(agent("ada").is(here).listed(), "Ann", usual).reasonToGiveBack(late))
          .isEmpty();
    }
    ListedAgent offline = agent("ada").is(Availability.OFFLINE).listed();
    assertThat(
            new Absence(offline, "Ann", new DepartmentRules("general", Strategy.ROUND_ROBIN, null))
                .reasonToGiveBack(late))
        .isEmpty();
    assertThat(new Absence(offline, "Ann", usual).reasonToGiveBack(late))
        .contains("Ann has been offline for 15 minutes.");
  }

  @Test
  void who_may_not_work_gives_them_back_at_once() {
    assertThat(
            new Absence(
                    agent("ada").is(AccountStatus.SUSPENDED).listed(),
                    "Ann Lee",
                    DepartmentRules.usual("general"))
                .reasonToGiveBack(NOON))
        .contains("Ann Lee may not work: the account is suspended.");
  }

  // A ticket as routing sees it

  @Test
  void a_ticket_is_seen_with_its_due_time_while_its_clock_runs() {
    FollowUp declined = new FollowUp(List.of(), null, null, null, List.of("ada"));
    var open = Fixtures.aTicket().with(declined).build();
    assertThat(Waiting.of(open))
        .isEqualTo(
            new Waiting(
                open.id(),
                new Demand("bookings", "general", "en", "general"),
                Priority.MEDIUM,
                open.sla().resolution().dueAt(),
                open.createdAt(),
                Set.of("ada")));
    assertThat(Waiting.of(Fixtures.aTicket().in(Status.WAITING_CUSTOMER).build()).dueAt()).isNull();
  }

  private static void assertChosen(Strategy strategy, String id, Agents... agents) {
    assertThat(choose(strategy, agents)).extracting(p -> p.to().id()).containsExactly(id);
  }

  private static String reason(Strategy strategy, Agents... agents) {
    return choose(strategy, agents).getFirst().reason();
  }

  private static List<Placement> choose(Strategy strategy, Agents... agents) {
    return Routing.choose(
        List.of(waiting(1, PAYMENT)),
        List.of(agents).stream().map(Agents::candidate).toList(),
        strategy,
        NOON.plusSeconds(60));
  }

  private static Waiting waiting(int number, Demand demand) {
    return new Waiting(id(number), demand, Priority.LOW, NOON, NOON, Set.of());
  }

  private static Waiting ticket(int number, Priority priority, @Nullable Instant due, int age) {
    return new Waiting(id(number), PAYMENT, priority, due, NOON.plusSeconds(age), Set.of());
  }

  private static UUID id(int number) {
    return new UUID(1, number);
  }
}
