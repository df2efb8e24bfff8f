package dev.handrail.notification.domain;

import java.time.Instant;

/**
 * One event of a ticket.
 *
 * @param at when it happened, the same for all events of one change
 */
public record TicketNews(TicketFacts ticket, Actor actor, TicketEvent event, Instant at) {}
