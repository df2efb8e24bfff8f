/** The launcher behind {@code ./handrail}: starts, watches and stops everything on one machine. */
@NullMarked
package dev.handrail.local;

import org.jspecify.annotations.NullMarked;
