package dev.handrail.agent.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Agents who work together. Nothing is routed by teams, so nobody is told of them.
 *
 * @param department key of the one that it belongs to
 * @param lead one of its members
 * @param version grows by one with each change
 */
public record Team(
    UUID id,
    String name,
    String department,
    @Nullable UUID lead,
    List<UUID> members,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  private static final int LONGEST_NAME = 100;
  private static final int MOST_MEMBERS = 200;

  public Team {
    members = List.copyOf(members);
  }

  /** What a team is, as somebody wrote it, checked; the lead becomes a member. */
  public static Team of(
      UUID id,
      Text text,
      @Nullable String name,
      @Nullable String department,
      @Nullable UUID lead,
      Collection<UUID> members,
      Instant now) {
    Set<UUID> all = new LinkedHashSet<>(members);
    if (lead != null) {
      all.add(lead);
    }
    if (all.size() > MOST_MEMBERS) {
      text.problem("members", "must hold at most " + MOST_MEMBERS);
    }
    return new Team(
        id,
        text.line("name", name, LONGEST_NAME),
        text.key("department", department),
        lead,
        List.copyOf(all),
        now,
        now,
        1);
  }

  /** This team as it will be: what another one says, under its own id. */
  public Team become(Team next, Instant now) {
    return new Team(
        id, next.name, next.department, next.lead, next.members, createdAt, now, version + 1);
  }
}
