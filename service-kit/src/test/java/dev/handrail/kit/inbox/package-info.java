/** Consumers against a real database and broker. */
@NullMarked
package dev.handrail.kit.inbox;

import org.jspecify.annotations.NullMarked;
