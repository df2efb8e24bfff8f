/** The kit's own tests. */
@NullMarked
package dev.handrail.kit;

import org.jspecify.annotations.NullMarked;
