/** Use cases as a whole, on the real database and broker. */
@NullMarked
package dev.handrail.ticket.application;

import org.jspecify.annotations.NullMarked;
