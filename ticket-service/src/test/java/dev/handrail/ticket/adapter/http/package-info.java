/** Other services, as far as this one asks them. */
@NullMarked
package dev.handrail.ticket.adapter.http;

import org.jspecify.annotations.NullMarked;
