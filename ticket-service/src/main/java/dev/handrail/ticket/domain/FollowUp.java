package dev.handrail.ticket.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a ticket so that nothing is done to it twice and nobody is forgotten. Not
 * part of what people see of it.
 *
 * @param formerAgents ids of those from whom an escalation took the ticket, oldest first; they hear
 *     of its resolution. At most as many as there are levels
 * @param agedAt when it was escalated for its age, which happens once
 * @param ratingRequest where the asking for a rating stands; null when there is nothing to ask
 * @param overdueAlertedAt when its assignee was last told that it is overdue
 * @param declinedBy ids of those from whom it was last taken by hand, oldest first; routing gives
 *     it to others
 */
public record FollowUp(
    List<String> formerAgents,
    @Nullable Instant agedAt,
    @Nullable RatingRequest ratingRequest,
    @Nullable Instant overdueAlertedAt,
    List<String> declinedBy) {

  /** How many of those who gave it back are remembered. */
  static final int MOST_DECLINED = 100;

  /** Of a new ticket. */
  public static final FollowUp NONE = new FollowUp(List.of(), null, null, null, List.of());

  public FollowUp {
    formerAgents = List.copyOf(formerAgents);
    declinedBy = List.copyOf(declinedBy);
  }

  FollowUp withFormerAgent(String id) {
    Set<String> agents = new LinkedHashSet<>(formerAgents);
    agents.add(id);
    return new FollowUp(List.copyOf(agents), agedAt, ratingRequest, overdueAlertedAt, declinedBy);
  }

  FollowUp aged(Instant now) {
    return new FollowUp(formerAgents, now, ratingRequest, overdueAlertedAt, declinedBy);
  }

  FollowUp with(@Nullable RatingRequest request) {
    return new FollowUp(formerAgents, agedAt, request, overdueAlertedAt, declinedBy);
  }

  FollowUp alerted(Instant now) {
    return new FollowUp(formerAgents, agedAt, ratingRequest, now, declinedBy);
  }

  FollowUp declinedBy(String id) {
    List<String> ids = new ArrayList<>(declinedBy);
    ids.remove(id);
    ids.add(id);
    return new FollowUp(
        formerAgents,
        agedAt,
        ratingRequest,
        overdueAlertedAt,
        ids.subList(Math.max(0, ids.size() - MOST_DECLINED), ids.size()));
  }
}
