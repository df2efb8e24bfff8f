/** The HTTP routes: JSON records, problem mapping, who may call what. */
@NullMarked
package dev.handrail.agent.adapter.rest;

import org.jspecify.annotations.NullMarked;
