package dev.handrail.notification.domain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its ticket, after the change.
 *
 * @param version the ticket's, the same for all events of one change
 */
public record TicketFacts(
    UUID id,
    String number,
    String app,
    TicketStatus status,
    String customerId,
    @Nullable String assigneeId,
    long version) {}
