package dev.handrail.endtoend;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.local.DevelopmentIssuer;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens with exactly what a test wants in them, signed with the run's key or with another. */
final class HandmadeTokens {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final PrivateKey key;
  private final String keyId;
  private final String jwks;

  /** The development issuer's. */
  HandmadeTokens(Platform platform) {
    this(platform.dataFolder().resolve("keys/issuer.key"), jwks(platform), null);
  }

  private HandmadeTokens(Path keyFile, String jwks, String keyId) {
    try {
      String pem = Files.readString(keyFile);
      byte[] der =
          Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
      this.key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
      this.jwks = jwks;
      this.keyId =
          keyId != null
              ? keyId
              : Gate.JSON.readTree(jwks).path("keys").path(0).path("kid").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Those of agent-service, whose key the run made.
   *
   * @param jwks as agent-service publishes it
   */
  static HandmadeTokens ofAgents(Platform platform, String jwks) {
    return new HandmadeTokens(platform.dataFolder().resolve("keys/agent-tokens.key"), jwks, null);
  }

  /** Those of one of our services. */
  static HandmadeTokens ofService(Platform platform, String service) {
    return new HandmadeTokens(
        platform.dataFolder().resolve("keys/" + service + ".key"), "{}", service);
  }

  private static String jwks(Platform platform) {
    try {
      return Files.readString(platform.dataFolder().resolve("keys/jwks.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A header that the platform's own tokens have. */
  ObjectNode header() {
    return Gate.JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT").put("kid", keyId);
  }

  /** Claims of a good customer's token. */
  ObjectNode claims() {
    Instant now = Instant.now();
    ObjectNode claims = Gate.JSON.createObjectNode();
    claims.put("iss", DevelopmentIssuer.ISSUER);
    claims.put("aud", DevelopmentIssuer.AUDIENCE);
    claims.put("sub", "handmade");
    claims.set("groups", groups("customer"));
    claims.put("app", "bookings");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
    return claims;
  }

  static ArrayNode groups(String... roles) {
    ArrayNode groups = Gate.JSON.createArrayNode();
    for (String role : roles) {
      groups.add(role);
    }
    return groups;
  }

  /** Signed as the platform's own. */
  String signed(ObjectNode header, ObjectNode claims) {
    return signed(header, claims, key);
  }

  /** Signed by somebody else. */
  String signedByStranger(ObjectNode header, ObjectNode claims) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return signed(header, claims, generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(ObjectNode header, ObjectNode claims, PrivateKey key) {
    try {
      String payload = payload(header, claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(payload.getBytes(StandardCharsets.US_ASCII));
      return payload + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without a signature. */
  static String unsigned(ObjectNode header, ObjectNode claims) {
    return payload(header, claims) + ".";
  }

  /** "Signed" with the public key as if it were a shared secret. */
  String signedWithPublicKeyAsSecret(ObjectNode header, ObjectNode claims) {
    try {
      String payload = payload(header, claims);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(jwks.strip().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return payload
          + "."
          + BASE64.encodeToString(mac.doFinal(payload.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String payload(ObjectNode header, ObjectNode claims) {
    return encoded(header) + "." + encoded(claims);
  }

  private static String encoded(ObjectNode json) {
    return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
