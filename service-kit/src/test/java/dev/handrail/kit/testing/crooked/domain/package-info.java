/** A domain with faults. */
@NullMarked
package dev.handrail.kit.testing.crooked.domain;

import org.jspecify.annotations.NullMarked;
