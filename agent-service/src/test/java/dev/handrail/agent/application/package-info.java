/** Tests. */
@NullMarked
package dev.handrail.agent.application;

import org.jspecify.annotations.NullMarked;
