package dev.handrail.kit.identity;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns the configured issuers into trusted ones, or says in one sentence what is wrong. */
final class Issuers {
  private static final String PRODUCTION = "prod";
  private static final String LOOPBACK = "127.0.0.1";

  private Issuers() {}

  /**
   * The trusted issuers by their {@code iss}.
   *
   * @throws IllegalStateException if the configuration must not be started with
   */
  static Map<String, TrustedIssuer> of(
      IssuersConfig config, Collection<String> profiles, Clock clock) {
    return of(config, List.of(), profiles, clock);
  }

  /**
   * The same, and this service itself.
   *
   * @param own takes the place of the configured one of the same {@code iss}
   */
  static Map<String, TrustedIssuer> of(
      IssuersConfig config, List<OwnIssuer> own, Collection<String> profiles, Clock clock) {
    Set<String> ownNames = own.stream().map(OwnIssuer::issuer).collect(Collectors.toSet());
    boolean production = profiles.contains(PRODUCTION);
    Map<String, TrustedIssuer> byIss = new HashMap<>();
    config
        .byName()
        .forEach(
            (name, issuer) -> {
              if (ownNames.contains(issuer.issuer())) {
                return;
              }
              if (issuer.development() && production) {
                throw wrong(
                    name, "is a development issuer, which must not be trusted in profile prod");
              }
              var keys = new IssuerKeys(source(name, issuer, production), System::nanoTime);
              var trusted = new TrustedIssuer(terms(name, issuer), issuer.claims(), keys, clock);
              if (byIss.put(issuer.issuer(), trusted) != null) {
                throw wrong(name, "has the same issuer as another one: " + issuer.issuer());
              }
            });
    for (OwnIssuer self : own) {
      var terms =
          new TrustedIssuer.Terms(self.issuer(), self.audience(), self.roles(), self.apps());
      var keys = new IssuerKeys(new OwnKeySource(self), System::nanoTime);
      byIss.put(self.issuer(), new TrustedIssuer(terms, TrustedIssuer.USUAL_NAMES, keys, clock));
    }
    return byIss;
  }

  private static TrustedIssuer.Terms terms(String name, IssuersConfig.Issuer issuer) {
    Set<String> unknown = new TreeSet<>(issuer.roles());
    unknown.removeAll(Roles.ALL);
    if (!unknown.isEmpty()) {
      throw wrong(name, "has roles that do not exist: " + unknown);
    }
    if (issuer.issuer().isBlank() || issuer.audience().isBlank()) {
      throw wrong(name, "needs an issuer and an audience");
    }
    return new TrustedIssuer.Terms(
        issuer.issuer(),
        issuer.audience(),
        Set.copyOf(issuer.roles()),
        Set.copyOf(issuer.apps().orElse(List.of())));
  }

  private static KeySource source(String name, IssuersConfig.Issuer issuer, boolean production) {
    URI address;
    try {
      address = URI.create(issuer.jwks());
    } catch (IllegalArgumentException e) {
      throw wrong(name, "has a jwks that is not an address: " + issuer.jwks());
    }
    String scheme = String.valueOf(address.getScheme());
    if (scheme.equals("file")) {
      return new FileKeySource(Path.of(address));
    }
    boolean forTests = !production && scheme.equals("http") && LOOPBACK.equals(address.getHost());
    if (scheme.equals("https") || forTests) {
      return new HttpKeySource(address);
    }
    throw wrong(name, "has a jwks that is neither file:/… nor https://…");
  }

  private static IllegalStateException wrong(String name, String what) {
    return new IllegalStateException("handrail.issuers." + name + " " + what + ".");
  }
}
