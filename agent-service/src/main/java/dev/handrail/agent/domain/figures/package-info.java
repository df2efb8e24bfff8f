/** What agents have done, counted from the events of tickets. Knows the JDK alone. */
@NullMarked
package dev.handrail.agent.domain.figures;

import org.jspecify.annotations.NullMarked;
