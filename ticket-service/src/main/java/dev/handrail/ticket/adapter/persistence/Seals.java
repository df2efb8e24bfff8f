package dev.handrail.ticket.adapter.persistence;

import dev.handrail.ticket.domain.AuditChain;
import dev.handrail.ticket.domain.AuditLine;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals the lines of the history. A line's proof is the HMAC-SHA-256 of its {@link
 * AuditLine#canonical canonical bytes} under a secret that the database does not have; its seal is
 * the SHA-256 of the seal before it and its proof. Proofs are not stored: who can write to the
 * tables, but lacks the secret, can make no seal for a line that it changed, moved or put behind
 * another.
 */
@ApplicationScoped
@Startup
class Seals implements AuditChain.Sealing {

  /** What lines are sealed with. */
  @ConfigMapping(prefix = "handrail.audit")
  interface Config {
    /** At least 32 characters, the same for all replicas; a secret. */
    String secret();

    /** Secrets that lines were sealed with before this one, for examining those. */
    Optional<List<String>> formerSecrets();
  }

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST_SECRET = 32;

  /** The one in use first. */
  private final List<SecretKeySpec> keys;

  Seals(Config config) {
    this.keys =
        Stream.concat(Stream.of(config.secret()), config.formerSecrets().orElse(List.of()).stream())
            .map(Seals::key)
            .toList();
  }

  private static SecretKeySpec key(String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new IllegalStateException(
          "handrail.audit.secret (HANDRAIL_AUDIT_SECRET) must have at least "
              + SHORTEST_SECRET
              + " characters.");
    }
    return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** A new line's proof: 32 bytes. */
  byte[] proof(AuditLine line) {
    return proof(keys.getFirst(), line);
  }

  private static byte[] proof(SecretKeySpec key, AuditLine line) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(line.canonical());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is missing from this JVM.", impossible);
    }
  }

  /**
   * The seal of a line: 32 bytes. Changes have the database make it, from the seal in the row that
   * they lock; it is the same there as here.
   *
   * @param former the seal of the line before; null for the first
   */
  static byte[] seal(byte @Nullable [] former, byte[] proof) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      if (former != null) {
        sha256.update(former);
      }
      return sha256.digest(proof);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this JVM.", impossible);
    }
  }

  @Override
  public boolean holds(String seal, @Nullable String former, AuditLine line) {
    HexFormat hex = HexFormat.of();
    byte[] before = former == null ? null : hex.parseHex(former);
    byte[] wanted = hex.parseHex(seal);
    return keys.stream()
        .anyMatch(key -> MessageDigest.isEqual(wanted, seal(before, proof(key, line))));
  }
}
