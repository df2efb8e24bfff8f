/** Tests of who is let in. */
@NullMarked
package dev.handrail.kit.identity;

import org.jspecify.annotations.NullMarked;
