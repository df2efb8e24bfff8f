package dev.handrail.ticket.domain.routing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The choice of one pass through a department. The same input gives the same choice, whatever its
 * order.
 */
public final class Routing {
  private static final int LONGEST_NAME = 60;

  private Routing() {}

  /**
   * Gives tickets out in {@link Waiting#ORDER}, each to the best candidate with a slot free. A
   * ticket that suits nobody who has one is passed over and holds up no other. Nobody is given more
   * than its capacity.
   *
   * @param now when the tickets are given; a candidate chosen twice counts as chosen later
   */
  public static List<Placement> choose(
      Collection<Waiting> waiting,
      Collection<Candidate> candidates,
      Strategy strategy,
      Instant now) {
    Map<String, Candidate> agents = new HashMap<>();
    candidates.forEach(c -> agents.put(c.id(), c));
    Map<Demand, List<String>> eligible = new HashMap<>();
    List<Placement> placements = new ArrayList<>();
    for (Waiting ticket : waiting.stream().sorted(Waiting.ORDER).toList()) {
      List<Candidate> ranked =
          eligible.computeIfAbsent(ticket.demand(), d -> idsOfEligible(candidates, d)).stream()
              .map(agents::get)
              .sorted(strategy.order(ticket.demand()))
              .toList();
      Optional<Candidate> best = ranked.stream().filter(c -> takes(c, ticket)).findFirst();
      if (best.isPresent()) {
        Candidate chosen = best.get();
        placements.add(new Placement(ticket, chosen, reason(strategy, ticket, chosen, ranked)));
        Instant at = now.plus(placements.size() - 1L, ChronoUnit.MICROS);
        agents.put(chosen.id(), chosen.withOneMore(at));
      }
    }
    return placements;
  }

  /**
   * Those placements that still hold for the agents as they are now that nobody else can change
   * them or give them tickets.
   */
  public static List<Placement> confirm(
      List<Placement> placements, Collection<Candidate> agentsNow) {
    Map<String, Candidate> agents = new LinkedHashMap<>();
    agentsNow.forEach(c -> agents.put(c.id(), c));
    List<Placement> confirmed = new ArrayList<>();
    for (Placement placement : placements) {
      Candidate agent = agents.get(placement.to().id());
      if (agent != null && agent.freeSlots() > 0 && agent.isEligible(placement.ticket().demand())) {
        confirmed.add(placement);
        agents.put(agent.id(), agent.withOneMore(placement.ticket().createdAt()));
      }
    }
    return confirmed;
  }

  private static List<String> idsOfEligible(Collection<Candidate> candidates, Demand demand) {
    return candidates.stream().filter(c -> c.isEligible(demand)).map(Candidate::id).toList();
  }

  private static boolean takes(Candidate candidate, Waiting ticket) {
    return candidate.freeSlots() > 0 && !ticket.declinedBy().contains(candidate.id());
  }

  private static String reason(
      Strategy strategy, Waiting ticket, Candidate chosen, List<Candidate> ranked) {
    StringBuilder reason = new StringBuilder();
    reason
        .append(strategy.wire())
        .append(": ")
        .append(shortened(chosen.name()))
        .append(" of ")
        .append(ranked.size())
        .append(" eligible (")
        .append(strategy.praise(chosen, ticket.demand()))
        .append(", ")
        .append(load(chosen))
        .append(')');
    List<String> others =
        ranked.stream()
            .filter(c -> !c.id().equals(chosen.id()))
            .map(c -> shortened(c.name()) + " (" + why(c, ticket) + ")")
            .collect(Collectors.toCollection(ArrayList::new));
    String before = "; not chosen: ";
    for (int i = 0; i < others.size(); i++) {
      String rest = " and " + (others.size() - i) + " more";
      int needed = before.length() + others.get(i).length() + rest.length();
      if (reason.length() + needed > Placement.LONGEST_REASON) {
        return reason.append(i == 0 ? "" : rest).toString();
      }
      reason.append(before).append(others.get(i));
      before = ", ";
    }
    return reason.toString();
  }

  private static String why(Candidate notChosen, Waiting ticket) {
    if (ticket.declinedBy().contains(notChosen.id())) {
      return "gave it back";
    }
    return notChosen.freeSlots() == 0 ? "no slot free" : load(notChosen);
  }

  private static String load(Candidate candidate) {
    return candidate.load() + " of " + candidate.agent().capacity();
  }

  static String shortened(String name) {
    if (name.codePointCount(0, name.length()) <= LONGEST_NAME) {
      return name;
    }
    return name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
  }
}
