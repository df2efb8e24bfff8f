/** Tests. */
@NullMarked
package dev.handrail.agent.adapter.kafka;

import org.jspecify.annotations.NullMarked;
