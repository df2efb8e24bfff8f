/** One class per use case, which is the inbound port; each runs in one transaction. */
@NullMarked
package dev.handrail.ticket.application;

import org.jspecify.annotations.NullMarked;
