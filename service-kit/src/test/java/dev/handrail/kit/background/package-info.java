/** Signs of life. */
@NullMarked
package dev.handrail.kit.background;

import org.jspecify.annotations.NullMarked;
