/** What an agent's account and a department are and may become. Knows the JDK alone. */
@NullMarked
package dev.handrail.agent.domain;

import org.jspecify.annotations.NullMarked;
