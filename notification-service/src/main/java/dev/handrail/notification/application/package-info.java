/** What can be done: tell of a ticket or an agent, mark as read. */
@NullMarked
package dev.handrail.notification.application;

import org.jspecify.annotations.NullMarked;
