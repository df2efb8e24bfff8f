/** The SLA clock, against clocks that are moved on minute by minute. */
@NullMarked
package dev.handrail.ticket.domain.sla;

import org.jspecify.annotations.NullMarked;
