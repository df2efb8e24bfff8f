package dev.handrail.ticket.domain.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An agent who may have to give back its tickets, with the rules of its department. */
public record Absence(ListedAgent agent, String name, DepartmentRules rules) {

  /** Why its tickets go back now; empty while it keeps them. */
  public Optional<String> reasonToGiveBack(Instant now) {
    if (!agent.isApproved()) {
      return Optional.of(named() + " may not work: the account is " + agent.status().wire() + ".");
    }
    Duration longest = rules.giveBackAfter();
    if (agent.availability() != Availability.OFFLINE
        || longest == null
        || now.isBefore(agent.availableSince().plus(longest))) {
      return Optional.empty();
    }
    return Optional.of(named() + " has been offline for " + longest.toMinutes() + " minutes.");
  }

  private String named() {
    return Routing.shortened(name);
  }
}
