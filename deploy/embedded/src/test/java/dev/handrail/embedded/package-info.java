/** Tests of the embedded servers, against the real programs. */
@NullMarked
package dev.handrail.embedded;

import org.jspecify.annotations.NullMarked;
