/** Tickets, catalogues and people in PostgreSQL: what changes them and what reads them. */
@NullMarked
package dev.handrail.ticket.adapter.persistence;

import org.jspecify.annotations.NullMarked;
