package dev.handrail.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The keys by which the services of a run know each other: each signs with its own, and all trust
 * the public halves. They are made once per data folder.
 */
record ServiceKeys(Map<ServiceKind, KeyFile> byService, Path jwks) {
  /** The {@code iss} of the services' tokens. */
  static final String ISSUER = "handrail-services";

  ServiceKeys {
    byService = Map.copyOf(byService);
  }

  /**
   * The keys in the folder; makes those that are missing.
   *
   * @throws Refusal if they cannot be read or written
   */
  static ServiceKeys in(Path folder) {
    var keys = new EnumMap<ServiceKind, KeyFile>(ServiceKind.class);
    for (ServiceKind kind : ServiceKind.values()) {
      keys.put(kind, KeyFile.of(folder.resolve(kind.serviceName() + ".key")));
    }
    Path jwks = folder.resolve("services.jwks");
    KeyFile.publish(
        jwks,
        keys.entrySet().stream()
            .map(entry -> entry.getValue().jwk(entry.getKey().serviceName()))
            .toList());
    return new ServiceKeys(keys, jwks);
  }

  /** What a service is told of them. */
  Map<String, String> environment(ServiceKind kind) {
    KeyFile own = byService.get(kind);
    if (own == null) {
      throw new IllegalStateException(kind.serviceName() + " has no key");
    }
    return Map.of(
        "HANDRAIL_SERVICE_KEY",
        own.path().toUri().toString(),
        "HANDRAIL_ISSUERS_SERVICES_ISSUER",
        ISSUER,
        "HANDRAIL_ISSUERS_SERVICES_JWKS",
        jwks.toUri().toString(),
        "HANDRAIL_ISSUERS_SERVICES_ROLES",
        "service",
        "HANDRAIL_ISSUERS_SERVICES_APPS",
        "*");
  }
}
