/** What the machine gives: ids. */
@NullMarked
package dev.handrail.ticket.adapter.system;

import org.jspecify.annotations.NullMarked;
