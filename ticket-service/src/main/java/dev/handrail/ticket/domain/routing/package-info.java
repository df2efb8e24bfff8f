/**
 * Routing: which agent gets which waiting ticket, and why (A7). Pure functions of what waits, of
 * the agents and of a department's rules; knows nothing of how tickets are kept.
 */
@NullMarked
package dev.handrail.ticket.domain.routing;

import org.jspecify.annotations.NullMarked;
