package dev.handrail.kit.sql;

/**
 * A parameter of type {@code jsonb}.
 *
 * @param text one JSON value
 */
public record Json(String text) {}
