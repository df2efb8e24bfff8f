/** What adapters of different technology agree on. */
@NullMarked
package dev.handrail.ticket.adapter;

import org.jspecify.annotations.NullMarked;
