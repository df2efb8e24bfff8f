package dev.handrail.kit.testing.crooked.domain;

/** A value as it should be. */
public record Upright(String name) {}
