/**
 * The SLA clock: when the promises made for a ticket fall due. Pure functions of when a clock ran,
 * of a target and of a business calendar; knows nothing of tickets.
 */
@NullMarked
package dev.handrail.ticket.domain.sla;

import org.jspecify.annotations.NullMarked;
