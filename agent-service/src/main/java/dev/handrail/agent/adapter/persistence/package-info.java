/** Rows of PostgreSQL, in plain SQL. */
@NullMarked
package dev.handrail.agent.adapter.persistence;

import org.jspecify.annotations.NullMarked;
