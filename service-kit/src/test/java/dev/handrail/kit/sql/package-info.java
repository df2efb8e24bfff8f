/** SQL access and partitions against a real database. */
@NullMarked
package dev.handrail.kit.sql;

import org.jspecify.annotations.NullMarked;
