package dev.handrail.agent.adapter.secret;

import dev.handrail.agent.application.port.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of 256 random bits, found again by their SHA-256. A refresh token is 16 bytes that its
 * family shares, which are secret too, and 32 of its own, in base64url.
 */
@ApplicationScoped
class RandomSecrets implements Secrets {
  private static final int FAMILY_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int TOKEN_CHARACTERS = (FAMILY_BYTES + SECRET_BYTES) * 4 / 3;

  private final SecureRandom random = new SecureRandom();

  @Override
  public RefreshToken firstToken() {
    return token(bytes(FAMILY_BYTES + SECRET_BYTES));
  }

  @Override
  public Optional<RefreshToken> read(String token) {
    if (token.length() != TOKEN_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(token(Base64.getUrlDecoder().decode(token)));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  @Override
  public String salt() {
    return random();
  }

  @Override
  public RefreshToken successor(RefreshToken token, String salt) {
    byte[] former = Base64.getUrlDecoder().decode(token.token());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(former, FAMILY_BYTES, former.length - FAMILY_BYTES, "HmacSHA256"));
      byte[] next = mac.doFinal(salt.getBytes(StandardCharsets.UTF_8));
      return token(
          ByteBuffer.allocate(FAMILY_BYTES + SECRET_BYTES)
              .put(former, 0, FAMILY_BYTES)
              .put(next)
              .array());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HMAC with SHA-256 is missing from this JVM.", impossible);
    }
  }

  @Override
  public String random() {
    return ENCODER.encodeToString(bytes(SECRET_BYTES));
  }

  @Override
  public String hash(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RefreshToken token(byte[] whole) {
    return new RefreshToken(
        ENCODER.encodeToString(whole), sha256(Arrays.copyOf(whole, FAMILY_BYTES)), sha256(whole));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this JVM.", impossible);
    }
  }
}
