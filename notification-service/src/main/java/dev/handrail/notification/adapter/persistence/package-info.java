/** Notifications in PostgreSQL. */
@NullMarked
package dev.handrail.notification.adapter.persistence;

import org.jspecify.annotations.NullMarked;
