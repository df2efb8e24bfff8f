package dev.handrail.endtoend.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.endtoend.routing.TicketFact.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker finds nothing where nothing is wrong, and every planted defect. */
class RoutingCheckerTest {
  private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
  private static final Span LOOKED = new Span(START, START.plusSeconds(600));
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration BLUR = Duration.ofMillis(100);
  private static final Needs NEEDS = new Needs("bookings", "technical", "booking", "en");

  @Test
  void a_clean_run_is_clean_also_where_events_came_twice() {
    RoutingEvidence clean = clean();
    assertThat(check(clean)).isEmpty();

    List<TicketFact> twice = new ArrayList<>(clean.tickets());
    twice.addAll(clean.tickets().subList(10, 40));
    assertThat(check(clean.withTickets(twice))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Planted.class)
  void every_planted_defect_is_found(Planted defect) {
    assertThat(check(defect.in(clean()).orElseThrow())).isNotEmpty();
  }

  @Test
  void who_waits_while_all_are_full_or_away_waits_by_right() {
    AgentFact ann = agent("ann", 1, 0, true, 1);
    List<TicketFact> tickets =
        List.of(
            created("t1", 0),
            assigned("t1", 2, 10, "ann"),
            created("t2", 20),
            solved("t1", 3, 9_000, "ann"),
            assigned("t2", 2, 9_200, "ann"));
    assertThat(check(evidence(tickets, List.of(ann), List.of()))).isEmpty();
    assertThat(
            check(
                evidence(
                    List.of(created("t1", 20)), List.of(agent("ann", 1, 0, false, 1)), List.of())))
        .isEmpty();
  }

  @Test
  void who_waits_beside_a_free_slot_for_longer_than_a_second_is_found_outages_left_out() {
    AgentFact ann = agent("ann", 1, 0, true, 1);
    List<TicketFact> late = List.of(created("t1", 0), assigned("t1", 2, 1_400, "ann"));
    assertThat(check(evidence(late, List.of(ann), List.of())))
        .singleElement()
        .asString()
        .contains("t1", "1400 ms", "ann");
    Span outage = new Span(START.plusMillis(300), START.plusMillis(700));
    assertThat(check(evidence(late, List.of(ann), List.of(outage)))).isEmpty();
    Span before = new Span(START, START.plusMillis(300));
    assertThat(check(evidence(late, List.of(ann), List.of(before)))).hasSize(1);
  }

  @Test
  void a_slot_that_was_just_freed_may_be_used_but_not_one_that_is_freed_later() {
    AgentFact ann = agent("ann", 1, 0, true, 1);
    List<TicketFact> close =
        List.of(
            created("t1", 0),
            assigned("t1", 2, 10, "ann"),
            created("t2", 20),
            assigned("t2", 2, 450, "ann"),
            solved("t1", 3, 500, "ann"));
    assertThat(check(evidence(close, List.of(ann), List.of()))).isEmpty();
    List<TicketFact> apart = new ArrayList<>(close);
    apart.set(3, assigned("t2", 2, 350, "ann"));
    assertThat(check(evidence(apart, List.of(ann), List.of())))
        .singleElement()
        .asString()
        .contains("ann", "had 2 tickets");
  }

  private static List<String> check(RoutingEvidence evidence) {
    return RoutingChecker.check(evidence, LONGEST, BLUR).violations();
  }

  private static RoutingEvidence evidence(
      List<TicketFact> tickets, List<AgentFact> agents, List<Span> outages) {
    return new RoutingEvidence(tickets, agents, outages, LOOKED);
  }

  /** A hundred tickets, each given within half a second to whoever has a slot, or later. */
  private static RoutingEvidence clean() {
    Random random = new Random(7);
    List<AgentFact> agents = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      agents.add(registered("agent-" + i));
      agents.add(agent("agent-" + i, 2, -50_000, true, 2));
    }
    // Knows nothing of what is asked for.
    agents.add(
        new AgentFact(
            "stranger",
            1,
            START.minusSeconds(60),
            true,
            List.of("*"),
            "technical",
            List.of("payment"),
            List.of(),
            5));
    List<TicketFact> tickets = new ArrayList<>();
    long[][] freeAt = new long[4][2];
    long now = 0;
    for (int i = 0; i < 100; i++) {
      now += random.nextInt(400);
      String id = "ticket-" + i;
      int agent = i % 4;
      int slot = freeAt[agent][0] <= freeAt[agent][1] ? 0 : 1;
      // In turns, so that nobody is free for long while somebody waits.
      long given = Math.max(now + 50, freeAt[agent][slot] + 50);
      long solved = given + 300 + random.nextInt(300);
      freeAt[agent][slot] = solved;
      tickets.add(created(id, now));
      tickets.add(assigned(id, 2, given, "agent-" + agent));
      tickets.add(solved(id, 3, solved, "agent-" + agent));
    }
    return evidence(tickets, agents, List.of());
  }

  /** Not approved yet, so that it has no apps and fits nothing. */
  private static AgentFact registered(String id) {
    return new AgentFact(
        id, 1, START.minusSeconds(60), false, List.of(), "technical", List.of(), List.of("en"), 2);
  }

  private static AgentFact agent(
      String id, long sequence, long millis, boolean works, int capacity) {
    return new AgentFact(
        id,
        sequence,
        START.plusMillis(millis),
        works,
        List.of("bookings"),
        "technical",
        List.of(),
        List.of("en"),
        capacity);
  }

  private static TicketFact created(String id, long millis) {
    return fact(id, 1, millis, "TicketCreated", "", true, "");
  }

  private static TicketFact assigned(String id, long sequence, long millis, String agent) {
    return fact(id, sequence, millis, "TicketAssigned", "routed", true, agent);
  }

  private static TicketFact solved(String id, long sequence, long millis, String agent) {
    return fact(id, sequence, millis, "StatusChanged", "", false, agent);
  }

  private static TicketFact fact(
      String id,
      long sequence,
      long millis,
      String type,
      String how,
      boolean active,
      String assignee) {
    return new TicketFact(
        id, sequence, START.plusMillis(millis), type, "", how, active, assignee, NEEDS);
  }
}
