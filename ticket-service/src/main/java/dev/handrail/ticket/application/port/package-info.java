/** What the use cases need from outside, named by role. Adapters implement it. */
@NullMarked
package dev.handrail.ticket.application.port;

import org.jspecify.annotations.NullMarked;
