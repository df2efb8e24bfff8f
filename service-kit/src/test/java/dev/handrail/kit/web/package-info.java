/** Tests of the HTTP surface, against a small resource written as services write theirs. */
@NullMarked
package dev.handrail.kit.web;

import org.jspecify.annotations.NullMarked;
