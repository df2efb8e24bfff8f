package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.Targets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an app promises for some of its tickets, and by which calendar.
 *
 * @param key identifies it within the app; {@code default} is the app's own row of targets
 * @param calendar key of a business calendar; {@code always} is around the clock
 * @param targets by priority; for a priority without any the policy does not apply
 * @param atRiskPercent share of a target after which it is at risk, 1 to 99
 * @param match which tickets it is for
 */
public record SlaPolicy(
    String app,
    String key,
    String calendar,
    Map<Priority, Targets> targets,
    int atRiskPercent,
    Match match,
    long version) {

  /** The key under which an app's own targets apply where no policy does. */
  public static final String DEFAULT = "default";

  private static final Duration LONGEST = Duration.ofDays(365);

  /**
   * Which tickets a policy is for; an empty list means any. The more it asks for, the more it
   * counts: a category more than a department, both more than either.
   */
  public record Match(List<String> categories, List<String> departments) {
    private static final int MOST = 100;

    public Match {
      categories = List.copyOf(categories);
      departments = List.copyOf(departments);
    }

    private boolean takes(String category, String department) {
      return (categories.isEmpty() || categories.contains(category))
          && (departments.isEmpty() || departments.contains(department));
    }

    private int weight() {
      return (categories.isEmpty() ? 0 : 2) + (departments.isEmpty() ? 0 : 1);
    }
  }

  /** Checks the values; throws {@link TicketProblem.Invalid}. */
  public SlaPolicy {
    Text text = new Text();
    text.key("app", app);
    text.key("key", key);
    if (key.equals(DEFAULT)) {
      text.problem("key", "is that of the app's own targets; choose another");
    }
    text.key("calendar", calendar);
    if (targets.isEmpty()) {
      text.problem("targets", "must name at least one priority");
    }
    targets.forEach(
        (priority, t) -> {
          check(text, "targets." + priority.wire() + ".firstResponse", t.firstResponse());
          check(text, "targets." + priority.wire() + ".resolution", t.resolution());
        });
    if (atRiskPercent < 1 || atRiskPercent > 99) {
      text.problem("atRiskPercent", "must be from 1 to 99");
    }
    keys(text, "match.category", match.categories());
    keys(text, "match.department", match.departments());
    text.done();
    targets = targets.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(targets));
  }

  private static void check(Text text, String field, Duration target) {
    boolean whole = target.truncatedTo(ChronoUnit.SECONDS).equals(target);
    if (!target.isPositive() || !whole || target.compareTo(LONGEST) > 0) {
      text.problem(field, "must be whole seconds, at least one and at most 365 days");
    }
  }

  private static void keys(Text text, String field, List<String> keys) {
    if (keys.size() > Match.MOST) {
      text.problem(field, "must hold at most " + Match.MOST);
    }
    keys.forEach(key -> text.key(field, key));
  }

  boolean isFor(String category, String department, Priority priority) {
    return targets.containsKey(priority) && match.takes(category, department);
  }

  int weight() {
    return match.weight();
  }
}
