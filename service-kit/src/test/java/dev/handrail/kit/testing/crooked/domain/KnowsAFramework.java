package dev.handrail.kit.testing.crooked.domain;

import jakarta.ws.rs.core.Response;

/** Fault: a framework in the domain. */
public record KnowsAFramework(Response.Status status) {}
