package dev.handrail.ticket.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The customer's verdict, given once.
 *
 * @param stars 1 (bad) to 5 (good)
 */
public record Rating(int stars, @Nullable String comment, Instant at) {}
