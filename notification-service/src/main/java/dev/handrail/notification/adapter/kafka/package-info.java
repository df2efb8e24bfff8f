/** Events of other services, in our own words. */
@NullMarked
package dev.handrail.notification.adapter.kafka;

import org.jspecify.annotations.NullMarked;
