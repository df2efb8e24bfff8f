/** What every service's adapters share: ids, time, and below it storage, events, identity, web. */
@NullMarked
package dev.handrail.kit;

import org.jspecify.annotations.NullMarked;
