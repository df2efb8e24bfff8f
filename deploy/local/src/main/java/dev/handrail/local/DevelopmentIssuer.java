package dev.handrail.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
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

  private static final int KEY_BITS = 2048;

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
    Path keyFile = folder.resolve("issuer.key");
    Path jwks = folder.resolve("jwks.json");
    try {
      if (!Files.exists(keyFile)) {
        Files.createDirectories(folder);
        SecretFiles.write(keyFile, encoded(newKey()));
      }
      RSAPrivateCrtKey key = decoded(Files.readString(keyFile));
      String keyId = thumbprint(key);
      // Written again every time: it follows from the key, and a lost one heals by itself.
      publish(jwks, key, keyId);
      return new DevelopmentIssuer(key, keyId, jwks, clock);
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new Refusal(
          keyFile + " is not a key; delete it, and the next start makes a new one.", e);
    } catch (IOException e) {
      throw new Refusal(
          "The keys in " + folder + " cannot be read or written: " + e.getMessage() + ".", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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

  private static KeyPair newKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    return generator.generateKeyPair();
  }

  private static String encoded(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static RSAPrivateCrtKey decoded(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    if (key instanceof RSAPrivateCrtKey complete) {
      return complete;
    }
    throw new InvalidKeySpecException("the key has no public part");
  }

  /** RFC 7638. */
  private static String thumbprint(RSAPrivateCrtKey key) throws GeneralSecurityException {
    String canonical =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
            .formatted(base64(key.getPublicExponent()), base64(key.getModulus()));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(canonical.getBytes(StandardCharsets.US_ASCII)));
  }

  private static void publish(Path jwks, RSAPrivateCrtKey key, String keyId) throws IOException {
    String document =
        "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}\n"
            .formatted(keyId, base64(key.getModulus()), base64(key.getPublicExponent()));
    if (Files.exists(jwks) && Files.readString(jwks).equals(document)) {
      return;
    }
    Path fresh = jwks.resolveSibling("jwks.json.new");
    Files.writeString(fresh, document);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(fresh, jwks, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Unsigned big-endian, as RFC 7518 wants it. */
  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, skip, bytes.length));
  }
}
