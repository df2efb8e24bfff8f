package dev.handrail.ticket.domain.routing;

/** What a ticket asks of its agent; waiting tickets alike in this suit the same agents. */
public record Demand(String app, String department, String language, String category) {}
