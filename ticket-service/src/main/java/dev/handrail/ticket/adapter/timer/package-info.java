/** What time sets going. */
@NullMarked
package dev.handrail.ticket.adapter.timer;

import org.jspecify.annotations.NullMarked;
