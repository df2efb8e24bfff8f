@NullMarked
package dev.handrail.ticket;

import org.jspecify.annotations.NullMarked;
