package dev.handrail.ticket.domain;

import dev.handrail.ticket.domain.sla.Targets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one platform app uses the help desk: a row of settings that narrows and names the canonical
 * vocabulary.
 *
 * @param key identifies the app, as in tokens
 * @param prefix of its ticket numbers; unique among apps
 * @param statuses those it uses, with what it calls them, in its order; always with open,
 *     in_progress, resolved and closed
 * @param priorities those it uses, with what it calls them
 * @param departments keys that tickets may be given to
 * @param targets SLA targets per priority, where no policy of the app applies
 * @param pausesInternally whether the resolution clock pauses in waiting_internal, too
 * @param escalatesOnBreach whether a ticket goes up a level when a target was missed
 * @param mayCreate roles that may open tickets
 * @param agentsSee which tickets its agents see
 * @param ratingAskedAfter time from resolving to asking for a rating; zero asks at once
 * @param closesWhenRated whether rating a resolved ticket closes it
 * @param reopenWindow how long a resolved or closed ticket may be reopened
 * @param autoCloseAfter how long a ticket stays resolved before it is closed
 * @param escalateAfter age at which a ticket that waits for support is escalated, once
 * @param escalateSince from when that age is counted
 * @param ratingRemindedAfter time from asking for a rating to reminding of it; zero never reminds
 * @param overdueAlertEvery time between alerts of an overdue ticket; zero never alerts
 * @param longestMessage characters, at most {@link Message#LONGEST}
 * @param mostAttachments per message
 * @param largestAttachment bytes
 * @param languages language tags; the first is the default
 * @param issuers names of the configured token issuers that speak for it; empty means any that may
 */
public record AppProfile(
    String key,
    String name,
    String prefix,
    Map<Status, String> statuses,
    Map<Priority, String> priorities,
    List<String> departments,
    Map<Priority, Targets> targets,
    boolean pausesInternally,
    boolean escalatesOnBreach,
    Set<Role> mayCreate,
    AgentVisibility agentsSee,
    Duration ratingAskedAfter,
    boolean closesWhenRated,
    Duration reopenWindow,
    Duration autoCloseAfter,
    Duration escalateAfter,
    EscalateSince escalateSince,
    Duration ratingRemindedAfter,
    Duration overdueAlertEvery,
    int longestMessage,
    int mostAttachments,
    long largestAttachment,
    List<String> languages,
    List<String> issuers,
    long version) {

  /** The usual {@link #ratingRemindedAfter}. */
  public static final Duration USUAL_REMINDER = Duration.ofDays(2);

  /** The usual {@link #overdueAlertEvery}. */
  public static final Duration USUAL_ALERT = Duration.ofHours(6);

  private static final List<Status> ALWAYS_THERE =
      List.of(Status.OPEN, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED);

  /** No period may be longer: what it is added to stays a moment that can be stored and shown. */
  private static final Duration LONGEST_PERIOD = Duration.ofDays(3_650);

  /** Checks the settings against each other; throws {@link TicketProblem.Invalid}. */
  public AppProfile {
    Text text = new Text();
    text.key("key", key);
    text.line("name", name, 100);
    if (!prefix.matches("[A-Z][A-Z0-9]{1,7}")) {
      text.problem("prefix", "must be 2 to 8 capital letters and digits, a letter first");
    }
    if (!statuses.keySet().containsAll(ALWAYS_THERE)) {
      text.problem("statuses", "must hold open, in_progress, resolved and closed");
    }
    if (priorities.isEmpty()) {
      text.problem("priorities", "must hold at least one");
    }
    if (departments.isEmpty()) {
      text.problem("departments", "must hold at least one");
    }
    departments.forEach(d -> text.key("departments", d));
    if (!targets.keySet().containsAll(priorities.keySet())) {
      text.problem("targets", "must name every priority in use");
    }
    targets
        .values()
        .forEach(
            t -> {
              positive(text, "targets", t.firstResponse());
              positive(text, "targets", t.resolution());
            });
    if (mayCreate.isEmpty()) {
      text.problem("mayCreate", "must hold at least one role");
    }
    notNegative(text, "ratingAskedAfter", ratingAskedAfter);
    notNegative(text, "reopenWindow", reopenWindow);
    positive(text, "autoCloseAfter", autoCloseAfter);
    positive(text, "escalateAfter", escalateAfter);
    notNegative(text, "ratingRemindedAfter", ratingRemindedAfter);
    notNegative(text, "overdueAlertEvery", overdueAlertEvery);
    if (longestMessage < 1 || longestMessage > Message.LONGEST) {
      text.problem("longestMessage", "must be from 1 to " + Message.LONGEST);
    }
    if (mostAttachments < 0 || mostAttachments > 10) {
      text.problem("mostAttachments", "must be from 0 to 10");
    }
    if (largestAttachment < 0 || largestAttachment > 10L * 1024 * 1024) {
      text.problem("largestAttachment", "must be at most 10 MiB");
    }
    if (languages.isEmpty()) {
      text.problem("languages", "must hold at least one");
    }
    languages.forEach(l -> text.languageOrNull("languages", l));
    text.done();
    statuses = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
    priorities = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(priorities));
    departments = List.copyOf(departments);
    targets = Map.copyOf(targets);
    mayCreate = Set.copyOf(mayCreate);
    languages = List.copyOf(languages);
    issuers = List.copyOf(issuers);
  }

  public boolean uses(Status status) {
    return statuses.containsKey(status);
  }

  public boolean uses(Priority priority) {
    return priorities.containsKey(priority);
  }

  /** SLA targets of a priority, also of one that the app has given up since. */
  public Targets targetsFor(Priority priority) {
    return targets.getOrDefault(priority, priority.defaultTargets());
  }

  /** The language to use for somebody who prefers this one: that, or the app's first. */
  public String languageFor(@Nullable String preferred) {
    return languages.stream()
        .filter(l -> l.equalsIgnoreCase(preferred))
        .findFirst()
        .or(
            () ->
                languages.stream()
                    .filter(l -> preferred != null && primary(l).equals(primary(preferred)))
                    .findFirst())
        .orElse(languages.getFirst());
  }

  /**
   * The status that a ticket gets where this app lacks the wanted one, by the last column of the
   * requirements' status table.
   *
   * @param wanted a canonical status
   * @param current what the ticket has
   * @param picked whether an agent takes the ticket for itself
   * @param hasAssignee whether the ticket then has an assignee
   */
  Status substitute(Status wanted, Status current, boolean picked, boolean hasAssignee) {
    if (uses(wanted)) {
      return wanted;
    }
    return switch (wanted) {
      case ASSIGNED -> picked ? Status.IN_PROGRESS : current;
      case WAITING_CUSTOMER, WAITING_INTERNAL -> Status.IN_PROGRESS;
      case ESCALATED -> current;
      case REOPENED -> hasAssignee ? Status.IN_PROGRESS : Status.OPEN;
      case OPEN, IN_PROGRESS, RESOLVED, CLOSED -> wanted;
    };
  }

  private static String primary(String tag) {
    return tag.toLowerCase(java.util.Locale.ROOT).split("-", 2)[0];
  }

  private static void positive(Text text, String field, Duration d) {
    if (!d.isPositive()) {
      text.problem(field, "must be longer than zero");
    }
    notTooLong(text, field, d);
  }

  private static void notNegative(Text text, String field, Duration d) {
    if (d.isNegative()) {
      text.problem(field, "must not be negative");
    }
    notTooLong(text, field, d);
  }

  private static void notTooLong(Text text, String field, Duration d) {
    if (d.compareTo(LONGEST_PERIOD) > 0) {
      text.problem(field, "must be at most " + LONGEST_PERIOD.toDays() + " days");
    }
  }
}
