package dev.handrail.kit.testing.crooked.application;

import dev.handrail.kit.web.Page;

/** Fault: the kit inside of the hexagon. */
public record UsesTheKit(Page<String> page) {}
