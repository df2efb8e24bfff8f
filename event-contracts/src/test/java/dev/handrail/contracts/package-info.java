/** Holds the contracts to their word: valid, complete, and changed by addition only. */
@NullMarked
package dev.handrail.contracts;

import org.jspecify.annotations.NullMarked;
