/** The manners of our HTTP surface: problems, pages, cursors, versions, idempotency, limits. */
@NullMarked
package dev.handrail.kit.web;

import org.jspecify.annotations.NullMarked;
