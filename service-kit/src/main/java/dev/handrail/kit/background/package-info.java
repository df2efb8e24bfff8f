/** What work in the background needs: Kafka clients, a sign of life, and calm logs in an outage. */
@NullMarked
package dev.handrail.kit.background;

import org.jspecify.annotations.NullMarked;
