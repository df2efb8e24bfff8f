package dev.handrail.notification.adapter.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many notifications the caller has not read. */
@Schema(name = "UnreadCount", description = "How many notifications the caller has not read.")
record UnreadCountJson(
    @Schema(description = "Exact below 10,000, which stands for that many or more.") int count) {}
