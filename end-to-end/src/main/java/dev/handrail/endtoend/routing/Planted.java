package dev.handrail.endtoend.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ways in which routing could go wrong, each done to evidence in which nothing went wrong: a
 * checker that does not see them all has not shown anything.
 */
public enum Planted {
  /** A ticket is given to a second agent while the first one has it. */
  GIVEN_TWICE {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return first(clean, fact -> fact.isAssignment() && fact.how().equals("routed"))
          .map(
              one -> {
                List<TicketFact> facts = renumbered(clean, one, 1);
                AgentFact another = anotherAgent(clean, one.assignee());
                facts.add(
                    new TicketFact(
                        one.ticket(),
                        one.sequence() + 1,
                        one.at(),
                        one.type(),
                        "",
                        "routed",
                        true,
                        another.agent(),
                        one.needs()));
                return clean.withTickets(facts);
              });
    }
  },
  /** Every agent had less room than the router thought. */
  ABOVE_CAPACITY {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return Optional.of(
          clean.withAgents(
              clean.agents().stream()
                  .map(
                      agent ->
                          new AgentFact(
                              agent.agent(),
                              agent.sequence(),
                              agent.at(),
                              agent.works(),
                              agent.apps(),
                              agent.department(),
                              agent.specializations(),
                              agent.languages(),
                              0))
                  .toList()));
    }
  },
  /** One ticket more than it has room for is given to an agent and never solved. */
  ONE_TOO_MANY {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return first(clean, fact -> fact.isAssignment() && fact.how().equals("routed"))
          .map(
              one -> {
                int capacity =
                    clean.agents().stream()
                        .filter(agent -> agent.agent().equals(one.assignee()))
                        .mapToInt(AgentFact::capacity)
                        .max()
                        .orElseThrow();
                List<TicketFact> facts = new ArrayList<>(clean.tickets());
                for (int i = 0; i <= capacity; i++) {
                  String id = "planted-" + i;
                  facts.add(
                      new TicketFact(
                          id, 1, one.at(), "TicketCreated", "", "", true, "", one.needs()));
                  facts.add(
                      new TicketFact(
                          id,
                          2,
                          one.at(),
                          "TicketAssigned",
                          "",
                          "routed",
                          true,
                          one.assignee(),
                          one.needs()));
                }
                return clean.withTickets(facts);
              });
    }
  },
  /** A ticket waits beside free slots until the end. */
  FORGOTTEN {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return first(clean, TicketFact::isAssignment)
          .map(
              one -> {
                List<TicketFact> facts = new ArrayList<>(clean.tickets());
                facts.add(
                    new TicketFact(
                        "planted", 1, one.at(), "TicketCreated", "", "", true, "", one.needs()));
                return clean.withTickets(facts);
              });
    }
  },
  /** A ticket goes to somebody who cannot serve it. */
  TO_THE_WRONG_ONE {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return first(clean, fact -> fact.isAssignment() && fact.how().equals("routed"))
          .map(
              one -> {
                String stranger = stranger(clean, one.needs());
                return clean.withTickets(
                    clean.tickets().stream()
                        .map(
                            fact ->
                                fact.equals(one)
                                    ? new TicketFact(
                                        fact.ticket(),
                                        fact.sequence(),
                                        fact.at(),
                                        fact.type(),
                                        fact.from(),
                                        fact.how(),
                                        fact.active(),
                                        stranger,
                                        fact.needs())
                                    : fact)
                        .toList());
              });
    }
  },
  /** A ticket goes to somebody who has long been away. */
  TO_ONE_WHO_IS_AWAY {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return first(clean, fact -> fact.isAssignment() && fact.how().equals("routed"))
          .map(
              one -> {
                List<AgentFact> facts = new ArrayList<>();
                Instant longAgo = one.at().minus(Duration.ofMinutes(1));
                for (AgentFact agent : clean.agents()) {
                  facts.add(
                      agent.agent().equals(one.assignee())
                          ? new AgentFact(
                              agent.agent(),
                              agent.sequence(),
                              agent.at().isBefore(longAgo) ? agent.at() : longAgo,
                              false,
                              agent.apps(),
                              agent.department(),
                              agent.specializations(),
                              agent.languages(),
                              agent.capacity())
                          : agent);
                }
                return clean.withAgents(facts);
              });
    }
  },
  /** An event was lost. */
  LOST_EVENT {
    @Override
    public Optional<RoutingEvidence> in(RoutingEvidence clean) {
      return first(clean, TicketFact::isAssignment)
          .map(
              one ->
                  clean.withTickets(
                      clean.tickets().stream().filter(fact -> !isSame(fact, one)).toList()));
    }
  };

  /** The evidence with the defect; empty where there is nothing to do it to. */
  public abstract Optional<RoutingEvidence> in(RoutingEvidence clean);

  private static Optional<TicketFact> first(RoutingEvidence clean, Predicate<TicketFact> which) {
    return clean.tickets().stream().filter(which).findFirst();
  }

  private static boolean isSame(TicketFact one, TicketFact other) {
    return one.ticket().equals(other.ticket()) && one.sequence() == other.sequence();
  }

  /** One that never fitted: before its approval nobody fits, and most do afterwards. */
  private static String stranger(RoutingEvidence clean, TicketFact.Needs needs) {
    Set<String> strangers =
        clean.agents().stream()
            .map(AgentFact::agent)
            .collect(Collectors.toCollection(TreeSet::new));
    clean.agents().stream()
        .filter(agent -> agent.fits(needs))
        .map(AgentFact::agent)
        .forEach(strangers::remove);
    return strangers.iterator().next();
  }

  private static AgentFact anotherAgent(RoutingEvidence clean, String than) {
    return clean.agents().stream()
        .filter(agent -> !agent.agent().equals(than))
        .findFirst()
        .orElseThrow();
  }

  /** Makes room for more events behind one. */
  private static List<TicketFact> renumbered(RoutingEvidence clean, TicketFact after, int room) {
    List<TicketFact> facts = new ArrayList<>();
    for (TicketFact fact : clean.tickets()) {
      boolean later = fact.ticket().equals(after.ticket()) && fact.sequence() > after.sequence();
      facts.add(
          later
              ? new TicketFact(
                  fact.ticket(),
                  fact.sequence() + room,
                  fact.at(),
                  fact.type(),
                  fact.from(),
                  fact.how(),
                  fact.active(),
                  fact.assignee(),
                  fact.needs())
              : fact);
    }
    return facts;
  }
}
