/** The choice of routing, without anything around it. */
@NullMarked
package dev.handrail.ticket.domain.routing;

import org.jspecify.annotations.NullMarked;
