package dev.handrail.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A token issuer for tests: makes a key pair, writes the JWKS file, signs what it is told to.
 *
 * <pre>{@code
 * String jwt = issuer.token("customer", "42").app("bookings").name("Ada").sign();
 * }</pre>
 */
public final class TestIssuer {
  /** The {@code iss} of {@link #shared()}. */
  public static final String ISSUER = "https://issuer.handrail.test";

  /** The {@code aud} of the tokens. */
  public static final String AUDIENCE = "handrail";

  /** In which system property {@link #shared()} hands its key to other class loaders. */
  private static final String SHARED_KEY = "handrail.test.issuer.key";

  private final String issuer;
  private final RsaJsonWebKey key;

  private TestIssuer(String issuer, RsaJsonWebKey key) {
    this.issuer = issuer;
    this.key = key;
  }

  /** An issuer with a new key. */
  public static TestIssuer create(String issuer, String keyId) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(keyId);
      key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
      key.setUse("sig");
      return new TestIssuer(issuer, key);
    } catch (JoseException e) {
      throw new IllegalStateException("Cannot make an RSA key.", e);
    }
  }

  /** The one issuer of this test JVM that services trust for everything. */
  public static TestIssuer shared() {
    return shared(ISSUER, SHARED_KEY);
  }

  /**
   * An issuer that is the same wherever it is asked for. The test resource and the tests live in
   * different class loaders; a system property hands the key on.
   */
  public static synchronized TestIssuer shared(String issuer, String property) {
    try {
      String known = System.getProperty(property);
      if (known == null) {
        TestIssuer made = create(issuer, property + "-1");
        System.setProperty(
            property, made.key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        return made;
      }
      return new TestIssuer(issuer, (RsaJsonWebKey) JsonWebKey.Factory.newJwk(known));
    } catch (JoseException e) {
      throw new IllegalStateException("Cannot read the shared key.", e);
    }
  }

  /** The configuration that makes a service trust this issuer for all roles and apps. */
  public Map<String, String> config() {
    return config("test", List.of("customer", "support_agent", "admin", "service"), List.of("*"));
  }

  /** The configuration that makes a service trust this issuer under a name, as far as told. */
  public Map<String, String> config(String name, List<String> roles, List<String> apps) {
    String prefix = "handrail.issuers." + name + ".";
    Map<String, String> config = new LinkedHashMap<>();
    config.put(prefix + "issuer", issuer);
    config.put(prefix + "jwks", writeJwks().toUri().toString());
    config.put(prefix + "audience", AUDIENCE);
    config.put(prefix + "roles", String.join(",", roles));
    config.put(prefix + "apps", String.join(",", apps));
    return config;
  }

  public String issuer() {
    return issuer;
  }

  public RsaJsonWebKey key() {
    return key;
  }

  /** The public keys as a JWKS document. */
  public String jwks() {
    return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  /** Writes {@link #jwks()} to a temporary file that goes with the JVM. */
  public Path writeJwks() {
    try {
      Path file = Files.createTempFile("handrail-jwks-", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, jwks());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A token for someone with one role, good for an hour. Give customers an {@code app}. */
  public Token token(String role, String subject) {
    return new Token(this, role, subject);
  }

  /** A token in the making. */
  public static final class Token {
    private final TestIssuer signer;
    private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    private final Map<String, Object> headers = new LinkedHashMap<>();
    private String keyId;

    private Token(TestIssuer signer, String role, String subject) {
      this.signer = signer;
      this.keyId = signer.key.getKeyId();
      Instant now = Instant.now();
      claims.put("iss", signer.issuer);
      claims.put("aud", AUDIENCE);
      claims.put("sub", subject);
      claims.put("groups", List.of(role));
      claims.put("iat", now.getEpochSecond());
      claims.put("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
    }

    public Token app(String app) {
      return claim("app", app);
    }

    public Token apps(String... apps) {
      return claim("apps", List.of(apps));
    }

    public Token name(String name) {
      return claim("name", name);
    }

    public Token email(String email) {
      return claim("email", email);
    }

    public Token department(String department) {
      return claim("department", department);
    }

    public Token permissions(String... permissions) {
      return claim("permissions", List.of(permissions));
    }

    /** How long from now it is valid; negative for one that has expired. */
    public Token validFor(Duration time) {
      Instant end = Instant.now().plus(time);
      if (time.isNegative()) {
        // It was once good: a token that ends before it was made is another fault.
        claim("iat", end.minus(Duration.ofHours(1)).getEpochSecond());
      }
      return claim("exp", end.getEpochSecond());
    }

    /** Sets any claim; null leaves it out. */
    public Token claim(String name, @Nullable Object value) {
      claims.put(name, value);
      return this;
    }

    /** Sets any header parameter. */
    public Token header(String name, Object value) {
      headers.put(name, value);
      return this;
    }

    public Token keyId(String id) {
      keyId = id;
      return this;
    }

    /** The claims as JSON, for tests that sign in their own ways. */
    public String payload() {
      JwtClaims jwt = new JwtClaims();
      claims.forEach(
          (name, value) -> {
            if (value != null) {
              jwt.setClaim(name, value);
            }
          });
      return jwt.toJson();
    }

    /** The signed token in compact form. */
    public String sign() {
      try {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(payload());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        jws.setKeyIdHeaderValue(keyId);
        headers.forEach(jws::setHeader);
        jws.setKey(signer.key.getPrivateKey());
        return jws.getCompactSerialization();
      } catch (JoseException e) {
        throw new IllegalStateException("Cannot sign.", e);
      }
    }
  }
}
