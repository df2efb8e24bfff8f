/** What the application needs from outside. */
@NullMarked
package dev.handrail.notification.application.port;

import org.jspecify.annotations.NullMarked;
