package dev.handrail.notification.domain;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its ticket, after the change.
 *
 * @param watcherIds staff who follow it
 * @param version the ticket's, the same for all events of one change
 */
public record TicketFacts(
    UUID id,
    String number,
    String app,
    String department,
    TicketStatus status,
    String customerId,
    @Nullable String assigneeId,
    List<String> watcherIds,
    long version) {

  public TicketFacts {
    watcherIds = List.copyOf(watcherIds);
  }
}
