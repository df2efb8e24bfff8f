/** The HTTP routes as their callers meet them, on a real database and a real broker. */
@NullMarked
package dev.handrail.ticket.adapter.rest;

import org.jspecify.annotations.NullMarked;
