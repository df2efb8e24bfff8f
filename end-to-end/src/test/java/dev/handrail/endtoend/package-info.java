/** Tests of the whole platform through its gateway. */
@NullMarked
package dev.handrail.endtoend;

import org.jspecify.annotations.NullMarked;
