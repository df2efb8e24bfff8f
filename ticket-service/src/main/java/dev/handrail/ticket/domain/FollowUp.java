package dev.handrail.ticket.domain;

import java.time.Instant;
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
 */
public record FollowUp(
    List<String> formerAgents,
    @Nullable Instant agedAt,
    @Nullable RatingRequest ratingRequest,
    @Nullable Instant overdueAlertedAt) {

  /** Of a new ticket. */
  public static final FollowUp NONE = new FollowUp(List.of(), null, null, null);

  public FollowUp {
    formerAgents = List.copyOf(formerAgents);
  }

  FollowUp withFormerAgent(String id) {
    Set<String> agents = new LinkedHashSet<>(formerAgents);
    agents.add(id);
    return new FollowUp(List.copyOf(agents), agedAt, ratingRequest, overdueAlertedAt);
  }

  FollowUp aged(Instant now) {
    return new FollowUp(formerAgents, now, ratingRequest, overdueAlertedAt);
  }

  FollowUp with(@Nullable RatingRequest request) {
    return new FollowUp(formerAgents, agedAt, request, overdueAlertedAt);
  }

  FollowUp alerted(Instant now) {
    return new FollowUp(formerAgents, agedAt, ratingRequest, now);
  }
}
