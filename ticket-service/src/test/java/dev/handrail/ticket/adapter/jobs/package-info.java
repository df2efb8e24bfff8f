/** Which turn runs what. */
@NullMarked
package dev.handrail.ticket.adapter.jobs;

import org.jspecify.annotations.NullMarked;
