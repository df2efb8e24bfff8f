/** Tests of what makes the faults. */
@NullMarked
package dev.handrail.endtoend.faults;

import org.jspecify.annotations.NullMarked;
