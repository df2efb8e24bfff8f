package dev.handrail.ticket.domain.routing;

import static dev.handrail.ticket.domain.routing.Agents.NOON;
import static dev.handrail.ticket.domain.routing.Agents.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.ticket.domain.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every choice, whoever waits and whoever is there. */
class RoutingPropertiesTest {
  private static final Arbitrary<String> AGENT_ID = Arbitraries.of("a", "b", "c", "d", "e", "f");

  @Property
  void nobody_is_ever_given_more_than_its_capacity(
      @ForAll("queues") List<Waiting> queue,
      @ForAll("teams") List<Candidate> team,
      @ForAll Strategy strategy) {
    Map<String, Integer> loads = loads(team);
    for (Placement placement : Routing.choose(queue, team, strategy, NOON)) {
      Candidate to = placement.to();
      assertThat(to.load()).isEqualTo(loads.get(to.id())).isLessThan(to.agent().capacity());
      loads.merge(to.id(), 1, Integer::sum);
    }
  }

  @Property
  void each_ticket_goes_to_one_agent_at_most_and_to_one_that_suits(
      @ForAll("queues") List<Waiting> queue,
      @ForAll("teams") List<Candidate> team,
      @ForAll Strategy strategy) {
    List<Placement> placements = Routing.choose(queue, team, strategy, NOON);
    assertThat(placements).extracting(p -> p.ticket().ticket()).doesNotHaveDuplicates();
    assertThat(placements)
        .allSatisfy(
            p -> {
              assertThat(p.to().isEligible(p.ticket().demand())).isTrue();
              assertThat(p.ticket().declinedBy()).doesNotContain(p.to().id());
              assertThat(p.reason()).hasSizeLessThanOrEqualTo(Placement.LONGEST_REASON);
            });
  }

  /** A ticket that waits on while a later one was given out could not have had that agent. */
  @Property
  void the_oldest_of_the_most_urgent_comes_first(
      @ForAll("queues") List<Waiting> queue,
      @ForAll("teams") List<Candidate> team,
      @ForAll Strategy strategy) {
    List<Placement> placements = Routing.choose(queue, team, strategy, NOON);
    Set<UUID> placed = new HashSet<>();
    placements.forEach(p -> placed.add(p.ticket().ticket()));
    assertThat(placements).extracting(Placement::ticket).isSortedAccordingTo(Waiting.ORDER);
    for (Waiting left : queue) {
      if (!placed.contains(left.ticket())) {
        assertThat(placements)
            .filteredOn(p -> Waiting.ORDER.compare(left, p.ticket()) < 0)
            .noneMatch(p -> suits(p.to(), left));
      }
    }
  }

  @Property
  void nobody_has_a_slot_free_while_a_ticket_waits_that_it_could_have(
      @ForAll("queues") List<Waiting> queue,
      @ForAll("teams") List<Candidate> team,
      @ForAll Strategy strategy) {
    List<Placement> placements = Routing.choose(queue, team, strategy, NOON);
    Map<String, Integer> loads = loads(team);
    Set<UUID> placed = new HashSet<>();
    for (Placement placement : placements) {
      loads.merge(placement.to().id(), 1, Integer::sum);
      placed.add(placement.ticket().ticket());
    }
    for (Waiting left : queue) {
      if (!placed.contains(left.ticket())) {
        assertThat(team)
            .filteredOn(c -> suits(c, left))
            .allMatch(c -> loads.getOrDefault(c.id(), 0) >= c.agent().capacity());
      }
    }
  }

  @Property
  void the_order_in_which_things_are_told_does_not_matter(
      @ForAll("queues") List<Waiting> queue,
      @ForAll("teams") List<Candidate> team,
      @ForAll Strategy strategy,
      @ForAll Random random) {
    List<Waiting> otherQueue = new ArrayList<>(queue);
    List<Candidate> otherTeam = new ArrayList<>(team);
    Collections.shuffle(otherQueue, random);
    Collections.shuffle(otherTeam, random);
    assertThat(Routing.choose(otherQueue, otherTeam, strategy, NOON))
        .isEqualTo(Routing.choose(queue, team, strategy, NOON));
  }

  @Property
  void what_nobody_touched_meanwhile_is_confirmed_whole(
      @ForAll("queues") List<Waiting> queue,
      @ForAll("teams") List<Candidate> team,
      @ForAll Strategy strategy) {
    List<Placement> placements = Routing.choose(queue, team, strategy, NOON);
    assertThat(Routing.confirm(placements, team)).isEqualTo(placements);
  }

  private static boolean suits(Candidate candidate, Waiting ticket) {
    return candidate.isEligible(ticket.demand()) && !ticket.declinedBy().contains(candidate.id());
  }

  private static Map<String, Integer> loads(List<Candidate> team) {
    Map<String, Integer> loads = new HashMap<>();
    team.forEach(c -> loads.put(c.id(), c.load()));
    return loads;
  }

  @Provide
  Arbitrary<List<Waiting>> queues() {
    Arbitrary<Demand> demand =
        Combinators.combine(
                Arbitraries.of("rides", "bookings"),
                Arbitraries.of("en", "de"),
                Arbitraries.of("payment", "gps", "other"))
            .as((app, language, category) -> new Demand(app, "general", language, category));
    return Combinators.combine(
            Arbitraries.integers().between(0, 40),
            demand,
            Arbitraries.of(Priority.class),
            Arbitraries.integers().between(0, 3).injectNull(0.2),
            Arbitraries.integers().between(0, 3),
            AGENT_ID.set().ofMaxSize(2))
        .as(
            (number, d, priority, due, age, declined) ->
                new Waiting(
                    new UUID(0, number),
                    d,
                    priority,
                    due == null ? null : NOON.plusSeconds(due),
                    NOON.plusSeconds(age),
                    declined))
        .list()
        .ofMaxSize(20)
        .uniqueElements(Waiting::ticket);
  }

  @Provide
  Arbitrary<List<Candidate>> teams() {
    return Combinators.combine(
            AGENT_ID,
            Arbitraries.of("rides", "bookings", "*"),
            Arbitraries.of("payment", "gps", "other").set().ofMaxSize(2),
            Arbitraries.of("en", "de").set().ofMaxSize(1),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 3).injectNull(0.3),
            Arbitraries.frequency(
                Tuple.of(5, Availability.AVAILABLE), Tuple.of(1, Availability.AWAY)))
        .as(
            (id, app, skills, languages, capacity, load, last, availability) -> {
              Agents agent =
                  agent(id)
                      .serving(app)
                      .skilled(skills.toArray(String[]::new))
                      .speaking(languages.toArray(String[]::new))
                      .capacity(capacity)
                      .load(load)
                      .is(availability);
              return (last == null ? agent : agent.lastAssigned(NOON.minusSeconds(last)))
                  .candidate();
            })
        .list()
        .ofMaxSize(6)
        .uniqueElements(Candidate::id);
  }
}
