package dev.handrail.agent.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of the help desk: agents belong to one, and tickets are routed within one. Immutable: a
 * transition returns a {@link DepartmentChange}.
 *
 * @param key lower_snake_case; it stays
 * @param active whether agents can register for it
 * @param removed whether it is gone: kept, so that its events keep their numbers if it comes back
 * @param leads agents who hear of escalations and missed targets
 * @param giveBackAfter how long an agent may be offline before its tickets go back; null: for ever
 * @param version grows by one with each change
 * @param eventSequence how many events it has had
 */
public record Department(
    String key,
    String name,
    boolean active,
    boolean removed,
    List<UUID> leads,
    Strategy strategy,
    @Nullable Duration giveBackAfter,
    Instant createdAt,
    Instant updatedAt,
    long version,
    long eventSequence) {

  /** How long an agent may be offline before its tickets go back, until somebody says else. */
  public static final Duration USUAL_GIVE_BACK = Duration.ofMinutes(15);

  private static final Duration SHORTEST_GIVE_BACK = Duration.ofMinutes(1);
  private static final Duration LONGEST_GIVE_BACK = Duration.ofDays(30);
  private static final int LONGEST_NAME = 100;
  private static final int MOST_LEADS = 20;

  public Department {
    leads = List.copyOf(leads);
  }

  /** A new department, routed as departments are until somebody says else. */
  public static DepartmentChange open(
      String key, String name, boolean active, List<UUID> leads, Actor actor, Instant now) {
    Department made =
        new Department(
            key, name, active, false, leads, Strategy.SKILL_BASED, USUAL_GIVE_BACK, now, now, 1, 1);
    return new DepartmentChange(
        null, made, List.of("name", "active", "leads", "strategy", "giveBackAfter"), actor, now);
  }

  /** Its key, name and leads as somebody wrote them, checked. */
  public static String name(Text text, @Nullable String name) {
    return text.line("name", name, LONGEST_NAME);
  }

  /** Leads without doubles. */
  public static List<UUID> leads(Text text, Collection<UUID> asked) {
    List<UUID> leads = List.copyOf(new LinkedHashSet<>(asked));
    if (leads.size() > MOST_LEADS) {
      text.problem("leads", "must hold at most " + MOST_LEADS);
    }
    return leads;
  }

  /** Makes a removed department anew; its events go on counting. */
  public DepartmentChange reopen(
      String newName, boolean nowActive, List<UUID> newLeads, Actor actor, Instant now) {
    if (!removed) {
      throw new AgentProblem.Conflict("department-exists", "There is a department " + key + ".");
    }
    Department fresh = open(key, newName, nowActive, newLeads, actor, now).after();
    return next(
        fresh.name,
        fresh.active,
        false,
        fresh.leads,
        fresh.strategy,
        fresh.giveBackAfter,
        List.of("name", "active", "leads", "strategy", "giveBackAfter"),
        actor,
        now);
  }

  /** Corrects name, whether it takes new agents, and who leads it. */
  public DepartmentChange revise(
      String newName, boolean nowActive, List<UUID> newLeads, Actor actor, Instant now) {
    List<String> changed = new ArrayList<>();
    add(changed, "name", name, newName);
    add(changed, "active", active, nowActive);
    add(changed, "leads", leads, newLeads);
    return next(newName, nowActive, false, newLeads, strategy, giveBackAfter, changed, actor, now);
  }

  /**
   * Sets how its tickets are routed.
   *
   * @param after null: an agent that is away keeps its tickets
   */
  public DepartmentChange route(Strategy how, @Nullable Duration after, Actor actor, Instant now) {
    if (after != null
        && (after.compareTo(SHORTEST_GIVE_BACK) < 0
            || after.compareTo(LONGEST_GIVE_BACK) > 0
            || !after.equals(Duration.ofSeconds(after.toSeconds())))) {
      throw new AgentProblem.Invalid(
          "giveBackAfter", "must be whole seconds from PT1M to PT720H, or null");
    }
    List<String> changed = new ArrayList<>();
    add(changed, "strategy", strategy, how);
    add(changed, "giveBackAfter", giveBackAfter, after);
    return next(name, active, false, leads, how, after, changed, actor, now);
  }

  /** Takes it out of the catalogue. That nobody belongs to it, the caller has made sure. */
  public DepartmentChange remove(Actor actor, Instant now) {
    return next(
        name, false, true, List.of(), strategy, giveBackAfter, List.of("removed"), actor, now);
  }

  /** Tells of a department that was there before there were events. It stays what it is. */
  public DepartmentChange announce(Instant now) {
    Department told =
        new Department(
            key,
            name,
            active,
            removed,
            leads,
            strategy,
            giveBackAfter,
            createdAt,
            updatedAt,
            version,
            eventSequence + 1);
    return new DepartmentChange(
        this,
        told,
        List.of("name", "active", "leads", "strategy", "giveBackAfter"),
        Actor.SYSTEM,
        now);
  }

  private DepartmentChange next(
      String newName,
      boolean nowActive,
      boolean nowRemoved,
      List<UUID> newLeads,
      Strategy how,
      @Nullable Duration after,
      List<String> changed,
      Actor actor,
      Instant now) {
    if (changed.isEmpty()) {
      return new DepartmentChange(this, this, changed, actor, now);
    }
    Department made =
        new Department(
            key,
            newName,
            nowActive,
            nowRemoved,
            newLeads,
            how,
            after,
            createdAt,
            now,
            version + 1,
            eventSequence + 1);
    return new DepartmentChange(this, made, changed, actor, now);
  }

  private static void add(
      List<String> changed, String field, @Nullable Object from, @Nullable Object to) {
    if (!Objects.equals(from, to)) {
      changed.add(field);
    }
  }
}
