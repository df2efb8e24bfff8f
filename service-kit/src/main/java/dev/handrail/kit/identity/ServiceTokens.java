package dev.handrail.kit.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Signs the short tokens with which this service calls the others of ours, with a key of its own.
 * They are the only ones that pass routes below {@code /internal}.
 */
@ApplicationScoped
public class ServiceTokens {
  /** The {@code iss} of our own services. */
  public static final String ISSUER = "handrail-services";

  private static final String AUDIENCE = "handrail";
  private static final Duration VALID = Duration.ofSeconds(60);

  /** A token is used for this long, so that it has time left when it arrives. */
  private static final Duration USED = Duration.ofSeconds(30);

  private record Made(String token, Instant at) {}

  private final String service;
  private final Optional<SigningKey> key;
  private final Clock clock;
  private volatile @Nullable Made newest;

  /**
   * @param service this service's name, the subject of its tokens
   * @param key its private key: the address of a file ({@code file:/…}) or the PEM text itself
   * @param keyId the key's id; the service's name, or that with a dot and more while keys change
   */
  ServiceTokens(
      @ConfigProperty(name = "handrail.service") String service,
      @ConfigProperty(name = "handrail.service-key") Optional<String> key,
      @ConfigProperty(name = "handrail.service-key-id") Optional<String> keyId,
      Clock clock) {
    this.service = service;
    this.clock = clock;
    this.key = key.map(text -> read(service, keyId.orElse(service), text));
  }

  private static SigningKey read(String service, String keyId, String text) {
    if (!isKeyOf(service, keyId)) {
      throw new IllegalStateException(
          "handrail.service-key-id must be " + service + ", or begin with it and a dot.");
    }
    try {
      return SigningKey.of(
          keyId,
          text.startsWith("file:") ? Files.readString(Path.of(URI.create(text.strip()))) : text);
    } catch (IOException | IllegalArgumentException e) {
      // The text may be the key itself and must not be told.
      throw new IllegalStateException(
          "handrail.service-key is neither a readable file:/… nor a private key in PEM form.");
    }
  }

  /** Whether a service may sign with the key of this id: none speaks for another. */
  static boolean isKeyOf(String service, String keyId) {
    return keyId.equals(service) || keyId.startsWith(service + ".");
  }

  /** Whether this service has a key. */
  public boolean available() {
    return key.isPresent();
  }

  /**
   * A token that is good for at least the next half minute.
   *
   * @throws IllegalStateException if {@code handrail.service-key} is not set
   */
  public String token() {
    Instant now = clock.instant();
    Made made = newest;
    if (made == null || now.isBefore(made.at()) || !now.isBefore(made.at().plus(USED))) {
      made = new Made(sign(now), now);
      newest = made;
    }
    return made.token();
  }

  private String sign(Instant now) {
    SigningKey own =
        key.orElseThrow(() -> new IllegalStateException("handrail.service-key is not set."));
    return own.sign(
        "at+jwt",
        Map.of(
            "iss", ISSUER,
            "sub", service,
            "aud", AUDIENCE,
            "groups", List.of(Roles.SERVICE),
            "apps", List.of(VerifiedToken.ALL_APPS),
            "iat", now.getEpochSecond(),
            "exp", now.plus(VALID).getEpochSecond(),
            "jti", UUID.randomUUID().toString()));
  }
}
