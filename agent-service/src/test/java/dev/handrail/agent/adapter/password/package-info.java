/** Tests. */
@NullMarked
package dev.handrail.agent.adapter.password;

import org.jspecify.annotations.NullMarked;
