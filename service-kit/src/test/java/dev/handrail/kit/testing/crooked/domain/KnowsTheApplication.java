package dev.handrail.kit.testing.crooked.domain;

import dev.handrail.kit.testing.crooked.application.MakesIds;

/** Fault: half of a cycle. */
public record KnowsTheApplication(MakesIds ids) {}
