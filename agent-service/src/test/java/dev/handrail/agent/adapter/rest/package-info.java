/** Tests. */
@NullMarked
package dev.handrail.agent.adapter.rest;

import org.jspecify.annotations.NullMarked;
