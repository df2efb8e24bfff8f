/** The events against their contract. */
@NullMarked
package dev.handrail.ticket.adapter.kafka;

import org.jspecify.annotations.NullMarked;
