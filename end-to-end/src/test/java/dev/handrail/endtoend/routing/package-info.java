@NullMarked
package dev.handrail.endtoend.routing;

import org.jspecify.annotations.NullMarked;
