/** Code that breaks every architecture rule once, to show that each can fail. */
@NullMarked
package dev.handrail.kit.testing.crooked;

import org.jspecify.annotations.NullMarked;
