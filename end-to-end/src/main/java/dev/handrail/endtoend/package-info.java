/** Tests and drivers of the whole running platform, seen from outside. */
@NullMarked
package dev.handrail.endtoend;

import org.jspecify.annotations.NullMarked;
