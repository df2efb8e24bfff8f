/** Notifications: who is told what, and each person's own list. */
@NullMarked
package dev.handrail.notification;

import org.jspecify.annotations.NullMarked;
