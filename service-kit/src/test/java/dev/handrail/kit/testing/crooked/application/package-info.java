/** An application layer with faults. */
@NullMarked
package dev.handrail.kit.testing.crooked.application;

import org.jspecify.annotations.NullMarked;
