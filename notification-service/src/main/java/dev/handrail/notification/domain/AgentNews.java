package dev.handrail.notification.domain;

import java.time.Instant;

/**
 * One event of an agent's account.
 *
 * @param sequence counts the account's events from 1
 * @param at when it happened, the same for all events of one change
 */
public record AgentNews(
    AgentFacts agent, Actor actor, AgentEvent event, long sequence, Instant at) {}
