package dev.handrail.kit.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opaque positions in lists: sealed with HMAC-SHA-256 and bound to the caller and the query they
 * were made for. Replicas that share the secret understand each other's cursors.
 */
@ApplicationScoped
public class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 16;
  private static final int LONGEST = 2048;

  private final SecretKeySpec key;

  Cursors(CursorConfig config) {
    String secret = config.secret();
    if (secret.length() < 32) {
      throw new IllegalStateException(
          "handrail.cursor.secret (HANDRAIL_CURSOR_SECRET) must have at least 32 characters.");
    }
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * A cursor for a position.
   *
   * @param position the values of the sort keys of the last row shown
   * @param boundTo caller and canonical query; {@link #open} must be given the same
   */
  public String seal(List<String> position, String boundTo) {
    int size = SEAL_BYTES;
    List<byte[]> parts = new ArrayList<>(position.size());
    for (String part : position) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      parts.add(bytes);
      size += Short.BYTES + bytes.length;
    }
    if (size > LONGEST * 3 / 4) {
      throw new IllegalArgumentException("A position of " + size + " bytes is too long.");
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).position(SEAL_BYTES);
    for (byte[] part : parts) {
      buffer.putShort((short) part.length).put(part);
    }
    byte[] all = buffer.array();
    System.arraycopy(mac(all, boundTo), 0, all, 0, SEAL_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * The position in a cursor.
   *
   * @throws ProblemException 400 if it was not sealed here for the same {@code boundTo}
   */
  public List<String> open(String cursor, String boundTo) {
    if (cursor.isEmpty() || cursor.length() > LONGEST) {
      throw bad();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException notBase64) {
      throw bad();
    }
    // Several texts decode to the same bytes; only the one that was given out is a cursor.
    boolean asGivenOut = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(cursor);
    if (all.length < SEAL_BYTES
        || !asGivenOut
        || !MessageDigest.isEqual(
            Arrays.copyOf(all, SEAL_BYTES), Arrays.copyOf(mac(all, boundTo), SEAL_BYTES))) {
      throw bad();
    }
    List<String> position = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(all).position(SEAL_BYTES);
    while (buffer.hasRemaining()) {
      byte[] part = new byte[buffer.getShort()];
      buffer.get(part);
      position.add(new String(part, StandardCharsets.UTF_8));
    }
    return List.copyOf(position);
  }

  private byte[] mac(byte[] all, String boundTo) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] bound = boundTo.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bound.length).array());
      mac.update(bound);
      mac.update(all, SEAL_BYTES, all.length - SEAL_BYTES);
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is missing from this JVM.", impossible);
    }
  }

  private static ProblemException bad() {
    return ProblemException.badRequest("cursor", "is not a cursor of this list");
  }
}
