package dev.handrail.kit.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.HashUtil;
import org.jose4j.lang.JoseException;

/** An RSA key pair that signs our tokens with RS256. Never shows its private half. */
public final class SigningKey {
  private static final int SHORTEST_KEY_BITS = 2048;
  private static final int LONGEST_KEY_ID = 255;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private final String keyId;
  private final RSAPrivateCrtKey privateKey;
  private final RSAPublicKey publicKey;

  private SigningKey(String keyId, RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
    this.keyId = keyId;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * A key from its PEM text.
   *
   * @param keyId the {@code kid} of its tokens, 1–255 characters
   * @param pem a PKCS #8 private key ({@code BEGIN PRIVATE KEY}) of at least 2048 bits; text around
   *     it does no harm
   * @throws IllegalArgumentException if it is none; the message says nothing of its content
   */
  public static SigningKey of(String keyId, String pem) {
    if (keyId.isBlank() || keyId.length() > LONGEST_KEY_ID) {
      throw new IllegalArgumentException("A key id needs 1 to " + LONGEST_KEY_ID + " characters.");
    }
    Matcher found = PEM.matcher(pem);
    if (!found.find()) {
      throw new IllegalArgumentException(
          "Key " + keyId + " is not in PEM form (BEGIN PRIVATE KEY, PKCS #8).");
    }
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      byte[] der = Base64.getMimeDecoder().decode(found.group(1));
      if (rsa.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateCrtKey key
          && key.getModulus().bitLength() >= SHORTEST_KEY_BITS) {
        var half = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        return new SigningKey(keyId, key, (RSAPublicKey) rsa.generatePublic(half));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Said below without the cause, which might quote the key.
    }
    throw new IllegalArgumentException(
        "Key " + keyId + " is no RSA key of at least " + SHORTEST_KEY_BITS + " bits.");
  }

  /**
   * A key that is named by itself: its id is the thumbprint of its public half (RFC 7638).
   *
   * @throws IllegalArgumentException as {@link #of(String, String)}
   */
  public static SigningKey of(String pem) {
    return of("unnamed", pem).named();
  }

  /** A key that nobody has yet, named by itself. */
  public static SigningKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(SHORTEST_KEY_BITS);
      var pair = generator.generateKeyPair();
      return new SigningKey(
              "unnamed", (RSAPrivateCrtKey) pair.getPrivate(), (RSAPublicKey) pair.getPublic())
          .named();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("This JVM makes no RSA keys.", impossible);
    }
  }

  private SigningKey named() {
    String thumbprint =
        new RsaJsonWebKey(publicKey).calculateBase64urlEncodedThumbprint(HashUtil.SHA_256);
    return new SigningKey(thumbprint, privateKey, publicKey);
  }

  public String keyId() {
    return keyId;
  }

  /**
   * The claims as a signed token in compact form.
   *
   * @param type the header's {@code typ}, such as {@code at+jwt}
   * @param claims texts, numbers, lists of texts; times in seconds
   */
  public String sign(String type, Map<String, Object> claims) {
    try {
      JwtClaims jwt = new JwtClaims();
      claims.forEach(jwt::setClaim);
      JsonWebSignature jws = new JsonWebSignature();
      jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
      jws.setKeyIdHeaderValue(keyId);
      jws.setHeader("typ", type);
      jws.setPayload(jwt.toJson());
      jws.setKey(privateKey);
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("Cannot sign with key " + keyId + ".", e);
    }
  }

  /** The public halves of keys as a JWKS document. */
  public static String jwks(Collection<SigningKey> keys) {
    List<JsonWebKey> halves =
        keys.stream()
            .<JsonWebKey>map(
                key -> {
                  RsaJsonWebKey half = new RsaJsonWebKey(key.publicKey);
                  half.setKeyId(key.keyId);
                  half.setUse("sig");
                  half.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
                  return half;
                })
            .toList();
    return new JsonWebKeySet(halves).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  /** Names it without its content. */
  @Override
  public String toString() {
    return "key " + keyId;
  }
}
