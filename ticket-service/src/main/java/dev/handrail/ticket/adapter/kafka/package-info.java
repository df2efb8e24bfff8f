/** The events of the contract, as they go to Kafka. */
@NullMarked
package dev.handrail.ticket.adapter.kafka;

import org.jspecify.annotations.NullMarked;
