package dev.handrail.agent.adapter.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What signs the tokens of agents. The same for all replicas. */
@ConfigMapping(prefix = "handrail.agent-tokens")
interface AgentTokensConfig {
  /** The {@code iss}. */
  @WithDefault("handrail-agents")
  String issuer();

  /** The private key in use: the address of a file ({@code file:/…}) or the PEM text itself. */
  Optional<String> key();

  /** The one that will sign next. It is published at once and signs after {@link #lead}. */
  Optional<String> nextKey();

  /** By when every replica has the next key (RFC 3339). */
  Optional<Instant> nextKeySince();

  /** How long the next key is published before it signs; longer than any service keeps keys. */
  @WithDefault("15m")
  Duration lead();
}
