/** The ledger under faults, and the proof that its checker sees what it is there to see. */
@NullMarked
package dev.handrail.endtoend.ledger;

import org.jspecify.annotations.NullMarked;
