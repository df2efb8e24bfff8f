/**
 * What a ticket is and may become: values, the state machine, who may see and do what. Knows the
 * JDK alone.
 */
@NullMarked
package dev.handrail.ticket.domain;

import org.jspecify.annotations.NullMarked;
