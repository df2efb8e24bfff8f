/** Events stored with the change they tell of, and the relay that carries them to Kafka. */
@NullMarked
package dev.handrail.kit.outbox;

import org.jspecify.annotations.NullMarked;
