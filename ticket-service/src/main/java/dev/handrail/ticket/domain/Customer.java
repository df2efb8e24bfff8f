package dev.handrail.ticket.domain;

import org.jspecify.annotations.Nullable;

/**
 * Whom a ticket is for. Known by the ticket's app and this id together.
 *
 * @param name as last heard; absent while the person has not been heard of
 */
public record Customer(
    String id, @Nullable String name, CustomerKind kind, @Nullable String avatarUrl) {}
