@NullMarked
package dev.handrail.kit;

import org.jspecify.annotations.NullMarked;
