/** Plain SQL in the running transaction, and the tables that are partitioned by day. */
@NullMarked
package dev.handrail.kit.sql;

import org.jspecify.annotations.NullMarked;
