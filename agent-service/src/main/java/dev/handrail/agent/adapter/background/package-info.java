/** What is done without anybody waiting for it. */
@NullMarked
package dev.handrail.agent.adapter.background;

import org.jspecify.annotations.NullMarked;
