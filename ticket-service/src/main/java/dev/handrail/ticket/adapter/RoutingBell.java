package dev.handrail.ticket.adapter;

import dev.handrail.kit.background.Bell;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Rung when something has been committed here that may let a ticket come to an agent; wakes those
 * who route. What other replicas commit is found by looking from time to time.
 */
@ApplicationScoped
public class RoutingBell extends Bell {}
