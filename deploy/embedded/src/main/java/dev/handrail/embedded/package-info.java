/**
 * PostgreSQL and Kafka on one machine, from their Maven artifacts, for the embedded run and tests.
 */
@NullMarked
package dev.handrail.embedded;

import org.jspecify.annotations.NullMarked;
