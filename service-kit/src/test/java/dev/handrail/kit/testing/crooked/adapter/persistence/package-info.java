/** A persistence adapter, as it should be. */
@NullMarked
package dev.handrail.kit.testing.crooked.adapter.persistence;

import org.jspecify.annotations.NullMarked;
