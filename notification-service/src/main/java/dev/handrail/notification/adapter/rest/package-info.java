/** The HTTP routes of notifications. */
@NullMarked
package dev.handrail.notification.adapter.rest;

import org.jspecify.annotations.NullMarked;
