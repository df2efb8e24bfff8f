/** Who is calling: bearer tokens of several trusted issuers, verified and narrowed. */
@NullMarked
package dev.handrail.kit.identity;

import org.jspecify.annotations.NullMarked;
