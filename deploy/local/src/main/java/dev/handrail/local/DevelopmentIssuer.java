package dev.handrail.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Signs tokens for the embedded run. Its key is made once per data folder, is readable by its owner
 * only, and no production profile accepts it.
 */
public final class DevelopmentIssuer {
  /** Its {@code iss}. */
  public static final String ISSUER = "https://issuer.handrail.localhost";

  /** The {@code aud} of its tokens. */
  public static final String AUDIENCE = "handrail";

  private final PrivateKey key;
  private final String keyId;
  private final Path jwks;
  private final Clock clock;

  private DevelopmentIssuer(PrivateKey key, String keyId, Path jwks, Clock clock) {
    this.key = key;
    this.keyId = keyId;
    this.jwks = jwks;
    this.clock = clock;
  }

  /**
   * The issuer whose keys are in the folder; makes them if there are none.
   *
   * @throws Refusal if they cannot be read or written
   */
  static DevelopmentIssuer in(Path folder, Clock clock) {
    KeyFile file = KeyFile.of(folder.resolve("issuer.key"));
    Path jwks = folder.resolve("jwks.json");
    String keyId = file.thumbprint();
    // Written again every time: it follows from the key, and a lost one heals by itself.
    KeyFile.publish(jwks, List.of(file.jwk(keyId)));
    return new DevelopmentIssuer(file.key(), keyId, jwks, clock);
  }

  /** The file with its public key. */
  Path jwks() {
    return jwks;
  }

  /** A signed JWT. */
  public String token(TokenRequest request) {
    try {
      Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
      String signed =
          base64.encodeToString(header()) + "." + base64.encodeToString(claims(request));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64.encodeToString(signature.sign());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The token could not be signed.", e);
    }
  }

  private byte[] header() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("alg", "RS256");
      json.writeStringField("typ", "JWT");
      json.writeStringField("kid", keyId);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private byte[] claims(TokenRequest request) throws IOException {
    Instant now = clock.instant();
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("iss", ISSUER);
      json.writeStringField("sub", request.subject());
      json.writeStringField("aud", AUDIENCE);
      json.writeArrayFieldStart("groups");
      json.writeString(request.role());
      json.writeEndArray();
      json.writeStringField("app", request.app());
      if (request.isStaff()) {
        json.writeArrayFieldStart("apps");
        json.writeString("*");
        json.writeEndArray();
      }
      if (request.role().equals("customer")) {
        json.writeStringField("kind", "customer");
      }
      json.writeStringField("name", request.name());
      json.writeStringField("email", request.email());
      json.writeStringField("locale", "en");
      json.writeNumberField("iat", now.getEpochSecond());
      json.writeNumberField("exp", now.plus(request.lifetime()).getEpochSecond());
      json.writeStringField("jti", UUID.randomUUID().toString());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
