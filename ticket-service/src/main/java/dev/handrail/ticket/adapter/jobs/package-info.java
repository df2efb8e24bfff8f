/** The thread on which the fixed jobs run. */
@NullMarked
package dev.handrail.ticket.adapter.jobs;

import org.jspecify.annotations.NullMarked;
