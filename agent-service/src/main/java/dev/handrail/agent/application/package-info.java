/** One class per use case; the class is the way in. */
@NullMarked
package dev.handrail.agent.application;

import org.jspecify.annotations.NullMarked;
