/** Tests of this package alone, without a container. */
@NullMarked
package dev.handrail.notification.adapter.kafka;

import org.jspecify.annotations.NullMarked;
