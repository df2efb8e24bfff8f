/**
 * The one entry point of the embedded run: routes, limits and headers in front of the services, and
 * their merged API description. It guards nothing that the services do not guard themselves.
 */
@NullMarked
package dev.handrail.gateway;

import org.jspecify.annotations.NullMarked;
