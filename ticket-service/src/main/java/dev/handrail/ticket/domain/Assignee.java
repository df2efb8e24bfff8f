package dev.handrail.ticket.domain;

import org.jspecify.annotations.Nullable;

/** The agent who has a ticket; the name is the one known when it was assigned. */
public record Assignee(String id, @Nullable String name, @Nullable String avatarUrl) {}
