/** The HTTP routes of tickets and catalogues: JSON records, problem mapping, who may call what. */
@NullMarked
package dev.handrail.ticket.adapter.rest;

import org.jspecify.annotations.NullMarked;
