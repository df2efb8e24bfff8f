@NullMarked
package dev.handrail.gateway;

import org.jspecify.annotations.NullMarked;
