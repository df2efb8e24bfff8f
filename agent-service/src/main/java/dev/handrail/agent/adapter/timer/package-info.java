/** What time sets going. */
@NullMarked
package dev.handrail.agent.adapter.timer;

import org.jspecify.annotations.NullMarked;
