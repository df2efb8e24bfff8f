/** Tests of the launcher. */
@NullMarked
package dev.handrail.local;

import org.jspecify.annotations.NullMarked;
