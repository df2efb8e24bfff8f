package dev.handrail.ticket.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agent as ticket-service knows it: enough to decide whether a ticket may be given to it.
 *
 * @param apps apps the agent serves; {@link Caller#EVERY_APP} among them means all
 * @param approved whether the account may work at all
 */
public record Agent(
    String id,
    @Nullable String name,
    @Nullable String avatarUrl,
    Set<String> apps,
    boolean approved) {

  public Agent {
    apps = Set.copyOf(apps);
  }

  public boolean maySolveFor(String app) {
    return approved && (apps.contains(Caller.EVERY_APP) || apps.contains(app));
  }

  public Assignee asAssignee() {
    return new Assignee(id, name, avatarUrl);
  }
}
