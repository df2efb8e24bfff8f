package dev.handrail.ticket.domain.routing;

import dev.handrail.ticket.domain.Wire;
import java.time.Instant;
import java.util.Comparator;

/** By what a department chooses among eligible agents. Equal ones are taken by id. */
public enum Strategy implements Wire {
  /** Who is good at the category, then who carries least of its capacity. */
  SKILL_BASED,
  /** Who carries least of its capacity. */
  LEAST_LOADED,
  /** Who was given nothing for longest. */
  ROUND_ROBIN;

  private static final Comparator<Candidate> LONGEST_WITHOUT =
      Comparator.comparing(
          Candidate::lastAssignedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));

  /** The best candidate first. */
  Comparator<Candidate> order(Demand demand) {
    Comparator<Candidate> best =
        switch (this) {
          case SKILL_BASED ->
              Comparator.<Candidate, Boolean>comparing(c -> !c.agent().isSpecialist(demand))
                  .thenComparing(Strategy::compareLoads);
          case LEAST_LOADED -> Strategy::compareLoads;
          case ROUND_ROBIN -> LONGEST_WITHOUT;
        };
    return best.thenComparing(LONGEST_WITHOUT).thenComparing(Candidate::id);
  }

  /** What of a chosen candidate decided for it. */
  String praise(Candidate chosen, Demand demand) {
    return switch (this) {
      case SKILL_BASED -> chosen.agent().isSpecialist(demand) ? "skill matches" : "any category";
      case LEAST_LOADED -> "least loaded";
      case ROUND_ROBIN -> "longest without a new one";
    };
  }

  /** By the share of the capacity, in whole numbers so that equal shares are equal. */
  private static int compareLoads(Candidate a, Candidate b) {
    return Long.compare(
        (long) a.load() * b.agent().capacity(), (long) b.load() * a.agent().capacity());
  }
}
