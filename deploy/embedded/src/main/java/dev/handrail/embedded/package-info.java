@NullMarked
package dev.handrail.embedded;

import org.jspecify.annotations.NullMarked;
