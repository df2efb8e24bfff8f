/** Agents and tickets by the thousand, and a checker of what routing did with them. */
@NullMarked
package dev.handrail.endtoend.routing;

import org.jspecify.annotations.NullMarked;
