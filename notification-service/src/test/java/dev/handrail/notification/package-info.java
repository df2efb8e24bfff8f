/** The service as a whole, with real Kafka and PostgreSQL. */
@NullMarked
package dev.handrail.notification;

import org.jspecify.annotations.NullMarked;
