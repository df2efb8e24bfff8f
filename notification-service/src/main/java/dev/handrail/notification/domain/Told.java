package dev.handrail.notification.domain;

import org.jspecify.annotations.Nullable;

/** Someone is told something. */
public record Told(Recipient recipient, Kind kind, @Nullable Turn turn) {}
