/** What the tests of every service share: infrastructure, tokens, waiting, architecture rules. */
@NullMarked
package dev.handrail.kit.testing;

import org.jspecify.annotations.NullMarked;
