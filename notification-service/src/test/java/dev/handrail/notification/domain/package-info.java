/** Tests of this package alone, without a container. */
@NullMarked
package dev.handrail.notification.domain;

import org.jspecify.annotations.NullMarked;
