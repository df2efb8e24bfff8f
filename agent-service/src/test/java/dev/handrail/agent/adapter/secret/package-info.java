/** Tests. */
@NullMarked
package dev.handrail.agent.adapter.secret;

import org.jspecify.annotations.NullMarked;
