/** Who is told what, and in which words. */
@NullMarked
package dev.handrail.notification.domain;

import org.jspecify.annotations.NullMarked;
