/**
 * Writes that are written down before they are asked for, and the checker that compares this ledger
 * with what the platform has kept.
 */
@NullMarked
package dev.handrail.endtoend.ledger;

import org.jspecify.annotations.NullMarked;
