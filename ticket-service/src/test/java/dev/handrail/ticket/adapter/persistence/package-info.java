/** The persistence adapter against a real PostgreSQL. */
@NullMarked
package dev.handrail.ticket.adapter.persistence;

import org.jspecify.annotations.NullMarked;
