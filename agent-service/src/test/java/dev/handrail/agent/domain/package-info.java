/** Tests. */
@NullMarked
package dev.handrail.agent.domain;

import org.jspecify.annotations.NullMarked;
