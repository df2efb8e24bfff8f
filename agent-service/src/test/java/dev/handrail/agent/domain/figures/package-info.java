/** Tests. */
@NullMarked
package dev.handrail.agent.domain.figures;

import org.jspecify.annotations.NullMarked;
