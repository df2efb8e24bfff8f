package dev.handrail.ticket.domain.routing;

import dev.handrail.ticket.domain.Caller;
import dev.handrail.ticket.domain.Permission;
import dev.handrail.ticket.domain.Role;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * An agent as agent-service lists it. Its word counts over what a token claims.
 *
 * @param apps apps the agent serves; {@link Caller#EVERY_APP} among them means all
 * @param specializations categories the agent is good at; none means that it takes every one
 * @param languages languages the agent speaks (BCP 47); none means that it speaks all
 * @param permissions what the agent may do, its role's defaults included
 * @param capacity how many active tickets it has at most by routing, from 1
 * @param availableSince when {@code availability} became what it is
 * @param profileVersion grows when its name or picture may have changed
 */
public record ListedAgent(
    String id,
    Role role,
    AccountStatus status,
    Set<String> apps,
    String department,
    Set<String> specializations,
    Set<String> languages,
    Set<Permission> permissions,
    int capacity,
    Availability availability,
    Instant availableSince,
    long profileVersion) {

  public ListedAgent {
    apps = Set.copyOf(apps);
    specializations = Set.copyOf(specializations);
    languages = Set.copyOf(languages);
    permissions = Set.copyOf(permissions);
  }

  public boolean isApproved() {
    return status == AccountStatus.APPROVED;
  }

  /** Whether it is there to be given tickets, of whatever sort. */
  boolean isOnDuty() {
    return isApproved()
        && availability == Availability.AVAILABLE
        && permissions.contains(Permission.VIEW_TICKETS);
  }

  /** Whether tickets of this sort are for it, be it there or not. */
  boolean suits(Demand demand) {
    return serves(demand.app())
        && department.equals(demand.department())
        && (specializations.isEmpty() || isSpecialist(demand))
        && speaks(demand.language());
  }

  boolean isSpecialist(Demand demand) {
    return specializations.contains(demand.category());
  }

  private boolean serves(String app) {
    return apps.contains(Caller.EVERY_APP) || apps.contains(app);
  }

  /** A regional variety of a language is understood by who speaks another one of it. */
  private boolean speaks(String language) {
    return languages.isEmpty()
        || languages.stream().anyMatch(spoken -> primary(spoken).equals(primary(language)));
  }

  private static String primary(String tag) {
    return tag.toLowerCase(Locale.ROOT).split("-", 2)[0];
  }
}
