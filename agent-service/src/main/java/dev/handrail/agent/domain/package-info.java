/** Who the agents are and what they may; whether they are there. Knows the JDK alone. */
@NullMarked
package dev.handrail.agent.domain;

import org.jspecify.annotations.NullMarked;
