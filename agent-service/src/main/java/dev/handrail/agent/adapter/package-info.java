/** The technology around the use cases. */
@NullMarked
package dev.handrail.agent.adapter;

import org.jspecify.annotations.NullMarked;
