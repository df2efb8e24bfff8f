/** Passwords become hashes. */
@NullMarked
package dev.handrail.agent.adapter.password;

import org.jspecify.annotations.NullMarked;
