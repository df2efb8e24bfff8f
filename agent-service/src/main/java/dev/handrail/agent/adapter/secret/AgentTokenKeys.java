package dev.handrail.agent.adapter.secret;

import dev.handrail.kit.identity.SigningKey;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The keys that sign agents' tokens: the one in use and, while keys change, the next. */
@ApplicationScoped
@Startup
class AgentTokenKeys {
  private static final Logger LOG = Logger.getLogger(AgentTokenKeys.class);
  private static final String PREFIX = "handrail.agent-tokens.";

  private final SigningKey current;
  private final @Nullable SigningKey next;
  private final Instant nextFrom;
  private final Clock clock;

  @Inject
  AgentTokenKeys(AgentTokensConfig config, Clock clock) {
    this(config, ConfigUtils.getProfiles(), clock);
  }

  /**
   * @throws IllegalStateException if the configuration must not be started with
   */
  AgentTokenKeys(AgentTokensConfig config, List<String> profiles, Clock clock) {
    this.clock = clock;
    this.current = config.key().map(text -> read("key", text)).orElseGet(() -> makeOne(profiles));
    this.next = config.nextKey().map(text -> read("next-key", text)).orElse(null);
    if (next == null) {
      nextFrom = Instant.MAX;
    } else {
      nextFrom =
          config
              .nextKeySince()
              .orElseThrow(
                  () -> wrong("next-key-since", "must say by when every replica has the next key"))
              .plus(config.lead());
      if (config.key().isEmpty()) {
        throw wrong("key", "is needed beside a next one");
      }
    }
  }

  private static SigningKey makeOne(List<String> profiles) {
    if (profiles.contains("prod")) {
      throw wrong("key", "is needed");
    }
    LOG.warn(
        "No key is configured for agents' tokens (handrail.agent-tokens.key): one is made up, which"
            + " other replicas do not have and which is lost with this process.");
    return SigningKey.generate();
  }

  private static SigningKey read(String setting, String text) {
    try {
      return SigningKey.of(
          text.startsWith("file:") ? Files.readString(Path.of(URI.create(text.strip()))) : text);
    } catch (IOException | IllegalArgumentException e) {
      // The text may be the key itself and must not be told.
      throw wrong(setting, "is neither a readable file:/… nor a private RSA key in PEM form");
    }
  }

  private static IllegalStateException wrong(String setting, String what) {
    return new IllegalStateException(PREFIX + setting + " " + what + ".");
  }

  /** The key that signs now. */
  SigningKey signing() {
    return next != null && !clock.instant().isBefore(nextFrom) ? next : current;
  }

  /** The public halves of all keys. */
  String jwks() {
    List<SigningKey> all = new ArrayList<>(List.of(current));
    if (next != null) {
      all.add(next);
    }
    return SigningKey.jwks(all);
  }
}
