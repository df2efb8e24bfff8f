package dev.handrail.kit.identity;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * Verifies bearer tokens. The issuer is chosen by {@code iss}, the key by {@code kid} among that
 * issuer's keys; nothing else of a token has a say in how it is checked.
 */
final class TokenVerifier {
  /** Longer tokens are refused unread. */
  static final int LONGEST_TOKEN = 8 * 1024;

  private static final int REMEMBERED = 5_000;
  private static final int LONGEST_KEY_ID = 255;

  private final Map<String, TrustedIssuer> issuers;
  private final Clock clock;
  private final VerifiedTokens verified = new VerifiedTokens(REMEMBERED);

  /** What a token says of itself before anything is believed. */
  private record Unverified(String issuer, String keyId) {}

  TokenVerifier(Map<String, TrustedIssuer> issuersByIss, Clock clock) {
    this.issuers = Map.copyOf(issuersByIss);
    this.clock = clock;
  }

  Collection<TrustedIssuer> issuers() {
    return issuers.values();
  }

  /**
   * The token's meaning.
   *
   * @param mayBlock whether keys may be read for this token; false on an event loop, where a token
   *     of a new key is refused until the next reading
   * @throws KeysMissing if its issuer's keys were never read
   */
  VerifiedToken verify(String token, boolean mayBlock) throws RefusedToken, KeysMissing {
    if (token.length() > LONGEST_TOKEN) {
      throw new RefusedToken("too long");
    }
    String hash = sha256(token);
    VerifiedTokens.Entry known = verified.find(hash);
    if (known != null) {
      if (!clock.instant().isBefore(known.token().expiresAt().plus(TrustedIssuer.SKEW))) {
        verified.remove(hash);
        throw new RefusedToken("expired");
      }
      if (known.keys() == known.issuer().keys().current()) {
        return known.token();
      }
      verified.remove(hash);
    }
    Unverified claimed = read(token);
    TrustedIssuer issuer = issuers.get(claimed.issuer());
    if (issuer == null) {
      throw new RefusedToken("unknown issuer");
    }
    IssuerKeys keys = issuer.keys();
    IssuerKeys.KeySet reading = keys.current();
    Key key = reading.find(claimed.keyId());
    if (key == null && mayBlock) {
      reading = keys.currentAfterUnknown();
      key = reading.find(claimed.keyId());
    }
    if (key == null) {
      if (!keys.ready()) {
        throw new KeysMissing();
      }
      throw new RefusedToken("unknown key");
    }
    VerifiedToken meaning = issuer.verify(token, key);
    verified.put(hash, new VerifiedTokens.Entry(meaning, issuer, reading));
    return meaning;
  }

  private static Unverified read(String token) throws RefusedToken {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new RefusedToken("not a signed JWT");
    }
    if (json(parts[0]).get("kid") instanceof String keyId
        && keyId.length() <= LONGEST_KEY_ID
        && json(parts[1]).get("iss") instanceof String issuer) {
      return new Unverified(issuer, keyId);
    }
    throw new RefusedToken("no kid or no iss");
  }

  private static Map<String, Object> json(String part) throws RefusedToken {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return JsonUtil.parseJson(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JoseException e) {
      throw new RefusedToken("not a signed JWT");
    }
  }

  private static String sha256(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this JVM.", impossible);
    }
  }
}
