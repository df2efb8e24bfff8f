package dev.handrail.ticket.domain;

import org.jspecify.annotations.Nullable;

/**
 * How a ticket was solved.
 *
 * @param summary what the customer reads, at most 1,000 characters
 * @param notes for staff, at most 5,000 characters
 */
public record Resolution(ResolutionType type, @Nullable String summary, @Nullable String notes) {}
