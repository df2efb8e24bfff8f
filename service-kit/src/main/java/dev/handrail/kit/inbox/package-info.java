/** Events from Kafka applied once each, and what happens to those that cannot be. */
@NullMarked
package dev.handrail.kit.inbox;

import org.jspecify.annotations.NullMarked;
