@NullMarked
package dev.handrail.notification;

import org.jspecify.annotations.NullMarked;
