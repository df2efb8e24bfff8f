/** What keeps routing going: wakes it, and looks for what nobody woke it for. */
@NullMarked
package dev.handrail.ticket.adapter.routing;

import org.jspecify.annotations.NullMarked;
