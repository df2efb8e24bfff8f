/** A Kafka adapter with faults. */
@NullMarked
package dev.handrail.kit.testing.crooked.adapter.kafka;

import org.jspecify.annotations.NullMarked;
