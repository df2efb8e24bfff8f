/** The outbox and its relay against a real database and broker. */
@NullMarked
package dev.handrail.kit.outbox;

import org.jspecify.annotations.NullMarked;
