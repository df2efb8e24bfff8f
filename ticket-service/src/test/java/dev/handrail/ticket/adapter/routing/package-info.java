/** Routing as it runs by itself. */
@NullMarked
package dev.handrail.ticket.adapter.routing;

import org.jspecify.annotations.NullMarked;
