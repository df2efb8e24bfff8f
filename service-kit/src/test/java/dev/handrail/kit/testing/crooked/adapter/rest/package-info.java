/** A REST adapter with faults. */
@NullMarked
package dev.handrail.kit.testing.crooked.adapter.rest;

import org.jspecify.annotations.NullMarked;
