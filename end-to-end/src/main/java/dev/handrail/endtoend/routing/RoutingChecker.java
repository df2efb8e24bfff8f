package dev.handrail.endtoend.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what routing must never do, from the event log alone: it knows no database and none of the
 * services' own counters.
 *
 * <ul>
 *   <li>No event is missing from a ticket's or an agent's numbering.
 *   <li>A ticket is given only from the one who had it, and by routing only if nobody had it.
 *   <li>No agent ever has more tickets than its capacity, and none that it cannot serve.
 *   <li>No ticket waits for longer than {@code longestWait} while one agent that may have it works
 *       and has a slot that stays free; time during outages does not count.
 * </ul>
 *
 * <p>Times of different aggregates are of one clock, but an event's time is read before its change
 * waits for locks. So a slot may look free later than it was by up to {@code blur}.
 */
public final class RoutingChecker {
  /** How long a change of an agent may take to be known where tickets are routed. */
  private static final Duration KNOWN_AFTER = Duration.ofSeconds(2);

  private final RoutingEvidence evidence;
  private final Duration longestWait;
  private final Duration blur;
  private final List<String> wrongs = new ArrayList<>();
  private final List<String> waits = new ArrayList<>();
  private final Set<String> waited = new HashSet<>();
  private final Map<String, List<TicketFact>> tickets = new TreeMap<>();
  private final Map<String, List<AgentFact>> agents = new TreeMap<>();
  private final Map<String, List<Span>> held = new HashMap<>();
  private final Map<TicketFact.Needs, List<Waited>> waiting = new HashMap<>();
  private Duration longestSeen = Duration.ZERO;

  private record Waited(String ticket, Span span) {}

  /** One more or one less on somebody's desk. */
  private record Step(Instant at, int change) {}

  private RoutingChecker(RoutingEvidence evidence, Duration longestWait, Duration blur) {
    this.evidence = evidence;
    this.longestWait = longestWait;
    this.blur = blur;
  }

  /**
   * The outcome.
   *
   * @param wrongs assignments and numberings that must never be, in words; none if all is well
   * @param waits tickets that waited for too long, in words, once for each agent that had a slot
   * @param waited how many tickets these are
   * @param longestWait the longest that a ticket waited beside a free slot, outages left out
   * @param assignments how many were made by routing
   */
  public record Outcome(
      List<String> wrongs, List<String> waits, int waited, Duration longestWait, int assignments) {
    public Outcome {
      wrongs = List.copyOf(wrongs);
      waits = List.copyOf(waits);
    }

    /** All that is not well. */
    public List<String> violations() {
      return Stream.concat(wrongs.stream(), waits.stream()).toList();
    }
  }

  /** Looks at everything. */
  public static Outcome check(RoutingEvidence evidence, Duration longestWait, Duration blur) {
    var checker = new RoutingChecker(evidence, longestWait, blur);
    checker.sort();
    checker.followTickets();
    checker.lookAtCapacities();
    checker.lookAtWaiting();
    int assignments =
        (int)
            checker.tickets.values().stream()
                .flatMap(List::stream)
                .filter(fact -> fact.isAssignment() && fact.how().equals("routed"))
                .count();
    return new Outcome(
        checker.wrongs, checker.waits, checker.waited.size(), checker.longestSeen, assignments);
  }

  /** In the order of the aggregates' own numbers; what came twice on the wire counts once. */
  private void sort() {
    var ticketsByNumber = new TreeMap<String, TreeMap<Long, TicketFact>>();
    for (TicketFact fact : evidence.tickets()) {
      ticketsByNumber
          .computeIfAbsent(fact.ticket(), _ -> new TreeMap<>())
          .putIfAbsent(fact.sequence(), fact);
    }
    ticketsByNumber.forEach(
        (ticket, facts) -> {
          complete("ticket " + ticket, facts);
          tickets.put(ticket, List.copyOf(facts.values()));
        });
    var agentsByNumber = new TreeMap<String, TreeMap<Long, AgentFact>>();
    for (AgentFact fact : evidence.agents()) {
      agentsByNumber
          .computeIfAbsent(fact.agent(), _ -> new TreeMap<>())
          .putIfAbsent(fact.sequence(), fact);
    }
    agentsByNumber.forEach(
        (agent, facts) -> {
          complete("agent " + agent, facts);
          agents.put(agent, List.copyOf(facts.values()));
        });
  }

  private void complete(String whose, SortedMap<Long, ?> facts) {
    if (facts.firstKey() != 1 || facts.lastKey() != facts.size()) {
      wrongs.add("Events of " + whose + " are missing: there are " + facts.keySet() + ".");
    }
  }

  private void followTickets() {
    tickets.forEach(
        (ticket, facts) -> {
          String holder = "";
          Instant since = facts.getFirst().at();
          boolean waits = false;
          for (TicketFact fact : facts) {
            if (fact.isAssignment()) {
              lookAtAssignment(fact, holder);
            }
            String now = fact.active() ? fact.assignee() : "";
            boolean waitsNow = fact.isWaiting();
            if (!now.equals(holder) || waitsNow != waits) {
              end(facts, holder, waits, new Span(since, fact.at()));
              holder = now;
              waits = waitsNow;
              since = fact.at();
            }
          }
          end(facts, holder, waits, new Span(since, Instant.MAX));
        });
  }

  private void end(List<TicketFact> facts, String holder, boolean waited, Span span) {
    TicketFact any = facts.getFirst();
    if (!holder.isEmpty()) {
      held.computeIfAbsent(holder, _ -> new ArrayList<>()).add(span);
    } else if (waited) {
      waiting
          .computeIfAbsent(any.needs(), _ -> new ArrayList<>())
          .add(new Waited(any.ticket(), span));
    }
  }

  private void lookAtAssignment(TicketFact fact, String holder) {
    boolean routed = fact.how().equals("routed");
    if (!holder.isEmpty() && (routed || !fact.from().equals(holder))) {
      wrongs.add(
          "Ticket %s was given to %s at %s while %s had it."
              .formatted(fact.ticket(), fact.assignee(), fact.at(), holder));
    }
    if (routed && !couldHave(fact)) {
      wrongs.add(
          "Ticket %s was given to %s at %s, which does not work or does not fit %s."
              .formatted(fact.ticket(), fact.assignee(), fact.at(), fact.needs()));
    }
  }

  /** Whether the agent fitted and worked at the time or a moment before. */
  private boolean couldHave(TicketFact ticket) {
    return statesWithin(ticket.assignee(), ticket.at().minus(KNOWN_AFTER), ticket.at()).stream()
        .anyMatch(agent -> agent.works() && agent.fits(ticket.needs()));
  }

  private List<AgentFact> statesWithin(String agent, Instant from, Instant to) {
    List<AgentFact> states = new ArrayList<>();
    AgentFact before = null;
    for (AgentFact fact : agents.getOrDefault(agent, List.of())) {
      if (!fact.at().isAfter(from)) {
        before = fact;
      } else if (!fact.at().isAfter(to)) {
        states.add(fact);
      }
    }
    if (before != null) {
      states.add(before);
    }
    return states;
  }

  private void lookAtCapacities() {
    held.forEach(
        (agent, spans) -> {
          List<Step> steps = new ArrayList<>();
          for (Span span : spans) {
            steps.add(new Step(span.from(), 1));
            Instant end = span.to().equals(Instant.MAX) ? span.to() : span.to().minus(blur);
            steps.add(new Step(end.isBefore(span.from()) ? span.from() : end, -1));
          }
          steps.sort(Comparator.comparing(Step::at).thenComparing(Step::change));
          int load = 0;
          for (Step step : steps) {
            load += step.change();
            int capacity =
                statesWithin(agent, step.at().minus(KNOWN_AFTER), step.at()).stream()
                    .mapToInt(AgentFact::capacity)
                    .max()
                    .orElse(0);
            if (step.change() > 0 && load > capacity) {
              wrongs.add(
                  "Agent %s had %d tickets at %s and may have %d."
                      .formatted(agent, load, step.at(), capacity));
            }
          }
        });
  }

  private void lookAtWaiting() {
    agents.forEach(
        (agent, facts) -> {
          for (Span free : freeSpans(agent, facts)) {
            AgentFact then = stateAt(facts, free.from());
            if (then != null) {
              waiting.forEach(
                  (needs, them) -> {
                    if (then.fits(needs)) {
                      them.forEach(one -> lookAtWait(agent, free, one));
                    }
                  });
            }
          }
        });
  }

  private void lookAtWait(String agent, Span free, Waited one) {
    free.common(one.span())
        .flatMap(evidence.looked()::common)
        .ifPresent(
            both -> {
              Duration longest = both.longestOutside(evidence.outages());
              if (longest.compareTo(longestSeen) > 0) {
                longestSeen = longest;
              }
              if (longest.compareTo(longestWait) > 0) {
                waited.add(one.ticket());
                waits.add(
                    "Ticket %s waited for %d ms in %s to %s beside a free slot of %s."
                        .formatted(
                            one.ticket(), longest.toMillis(), both.from(), both.to(), agent));
              }
            });
  }

  /**
   * When the agent works and has a slot; cut where it is given a ticket, for then it was looked at.
   */
  private List<Span> freeSpans(String agent, List<AgentFact> facts) {
    List<Step> steps = new ArrayList<>();
    for (Span span : held.getOrDefault(agent, List.of())) {
      steps.add(new Step(span.from(), 1));
      steps.add(new Step(span.to(), -1));
    }
    // A change of the agent itself is a cut without one more or less.
    facts.forEach(fact -> steps.add(new Step(fact.at(), 0)));
    steps.sort(Comparator.comparing(Step::at).thenComparing(Step::change));
    List<Span> spans = new ArrayList<>();
    int load = 0;
    Instant freeSince = null;
    for (Step step : steps) {
      load += step.change();
      AgentFact now = stateAt(facts, step.at());
      boolean free = now != null && now.works() && load < now.capacity();
      boolean cut = step.change() >= 0;
      if (freeSince != null && (!free || cut)) {
        spans.add(new Span(freeSince, step.at()));
        freeSince = null;
      }
      if (free && freeSince == null) {
        freeSince = step.at();
      }
    }
    if (freeSince != null) {
      spans.add(new Span(freeSince, Instant.MAX));
    }
    return spans;
  }

  private static @Nullable AgentFact stateAt(List<AgentFact> facts, Instant at) {
    AgentFact state = null;
    for (AgentFact fact : facts) {
      if (!fact.at().isAfter(at)) {
        state = fact;
      }
    }
    return state;
  }
}
