package dev.handrail.local;

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
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** An RSA key in a file that only its owner may read. */
record KeyFile(Path path, RSAPrivateCrtKey key) {
  private static final int KEY_BITS = 2048;

  /**
   * The key in the file; makes both if there is no file.
   *
   * @throws Refusal if it cannot be read or written
   */
  static KeyFile of(Path path) {
    try {
      if (!Files.exists(path)) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        SecretFiles.write(path, encoded(newKey()));
      }
      return new KeyFile(path, decoded(Files.readString(path)));
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new Refusal(path + " is not a key; delete it, and the next start makes a new one.", e);
    } catch (IOException e) {
      throw new Refusal(
          "The keys in " + path.getParent() + " cannot be read or written: " + e.getMessage() + ".",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 7638. */
  String thumbprint() {
    String canonical =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
            .formatted(base64(key.getPublicExponent()), base64(key.getModulus()));
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its public half for a JWKS document. */
  String jwk(String keyId) {
    return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(keyId, base64(key.getModulus()), base64(key.getPublicExponent()));
  }

  /**
   * Makes the file hold these public keys, for everyone to read.
   *
   * @throws Refusal if it cannot be written
   */
  static void publish(Path jwks, List<String> keys) {
    String document = "{\"keys\":[" + String.join(",", keys) + "]}\n";
    try {
      if (Files.exists(jwks) && Files.readString(jwks).equals(document)) {
        return;
      }
      Path fresh = jwks.resolveSibling(jwks.getFileName() + ".new");
      Files.writeString(fresh, document);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, jwks, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Refusal(jwks + " cannot be written: " + e.getMessage() + ".", e);
    }
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
    if (KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)))
        instanceof RSAPrivateCrtKey complete) {
      return complete;
    }
    throw new InvalidKeySpecException("the key has no public part");
  }

  /** Unsigned big-endian, as RFC 7518 wants it. */
  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, skip, bytes.length));
  }

  /** Names it without its content. */
  @Override
  public String toString() {
    return path.toString();
  }
}
