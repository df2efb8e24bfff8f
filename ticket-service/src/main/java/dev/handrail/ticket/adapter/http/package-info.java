/** Asks other services over HTTP. */
@NullMarked
package dev.handrail.ticket.adapter.http;

import org.jspecify.annotations.NullMarked;
