/** What the use cases need from outside. */
@NullMarked
package dev.handrail.agent.application.port;

import org.jspecify.annotations.NullMarked;
