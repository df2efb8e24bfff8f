package dev.handrail.kit.identity;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/**
 * The verifier of this service with its issuers, and the reading of their keys in the background.
 */
@ApplicationScoped
class Identity {
  private static final Logger LOG = Logger.getLogger(Identity.class);

  private final TokenVerifier verifier;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("issuer-keys-", 0).factory());

  Identity(IssuersConfig config, @Any Instance<OwnIssuer> own, Clock clock) {
    verifier =
        new TokenVerifier(
            Issuers.of(config, own.stream().toList(), ConfigUtils.getProfiles(), clock), clock);
  }

  TokenVerifier verifier() {
    return verifier;
  }

  void start(@Observes StartupEvent event) {
    if (verifier.issuers().isEmpty()) {
      LOG.warn("No issuer is configured (handrail.issuers): every token will be refused.");
    }
    for (TrustedIssuer issuer : verifier.issuers()) {
      issuer.keys().start(background);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    background.shutdownNow();
  }
}
