package dev.handrail.ticket.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agent as ticket-service knows it: enough to decide whether a ticket may be given to it.
 *
 * @param apps apps the agent serves; {@link Caller#EVERY_APP} among them means all
 * @param approved whether the account may work at all
 * @param duty what agent-service says of its work; null for an agent that it does not list, whose
 *     work nobody counts
 */
public record Agent(
    String id,
    @Nullable String name,
    @Nullable String avatarUrl,
    Set<String> apps,
    boolean approved,
    @Nullable Duty duty) {

  /**
   * A listed agent's work at a moment.
   *
   * @param available whether it is there for new tickets
   * @param capacity how many active tickets it has at most, unless an admin gives it more
   * @param load how many it has
   */
  public record Duty(boolean available, int capacity, int load) {

    boolean isFull() {
      return load >= capacity;
    }
  }

  public Agent {
    apps = Set.copyOf(apps);
  }

  /** An agent that agent-service does not list. */
  public Agent(
      String id,
      @Nullable String name,
      @Nullable String avatarUrl,
      Set<String> apps,
      boolean approved) {
    this(id, name, avatarUrl, apps, approved, null);
  }

  public boolean maySolveFor(String app) {
    return approved && (apps.contains(Caller.EVERY_APP) || apps.contains(app));
  }

  /** Whether it carries as much as it may. */
  boolean isFull() {
    return duty != null && duty.isFull();
  }

  /** Whether it takes up again what it had solved; one that is not listed always does. */
  boolean takesBack(String app) {
    return duty == null || (maySolveFor(app) && duty.available() && !duty.isFull());
  }

  public Assignee asAssignee() {
    return new Assignee(id, name, avatarUrl);
  }
}
