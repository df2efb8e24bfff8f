/** The rules of tickets, told and tried without any container. */
@NullMarked
package dev.handrail.ticket.domain;

import org.jspecify.annotations.NullMarked;
