/** Faults of processes: killed, frozen, and how long the platform needs to be well again. */
@NullMarked
package dev.handrail.endtoend.faults;

import org.jspecify.annotations.NullMarked;
