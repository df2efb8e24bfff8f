/** Tests. */
@NullMarked
package dev.handrail.agent;

import org.jspecify.annotations.NullMarked;
