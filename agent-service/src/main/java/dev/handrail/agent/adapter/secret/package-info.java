/** What only its holder knows: keys, tokens, links. */
@NullMarked
package dev.handrail.agent.adapter.secret;

import org.jspecify.annotations.NullMarked;
