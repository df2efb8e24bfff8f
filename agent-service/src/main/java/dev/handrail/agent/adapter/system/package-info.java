/** What the machine gives: ids, and what happens once at the start. */
@NullMarked
package dev.handrail.agent.adapter.system;

import org.jspecify.annotations.NullMarked;
