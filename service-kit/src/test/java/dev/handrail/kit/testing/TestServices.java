package dev.handrail.kit.testing;

import dev.handrail.kit.identity.ServiceTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Our own services as they call each other; in tests all of them share one key. */
public final class TestServices {
  private static final String KEY = "handrail.test.services.key";

  private static final List<String> NAMES =
      List.of("ticket-service", "agent-service", "notification-service", "service-kit");

  private TestServices() {}

  private static TestIssuer issuer() {
    return TestIssuer.shared(ServiceTokens.ISSUER, KEY);
  }

  /** What makes a service trust the others and gives it a key to call them with. */
  public static Map<String, String> config() {
    String one = issuer().jwks();
    String own = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
    String all =
        NAMES.stream()
            .map(name -> own.replace(issuer().key().getKeyId(), name))
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    try {
      Path file = Files.createTempFile("handrail-services-", ".json");
      file.toFile().deleteOnExit();
      Files.writeString(file, all);
      Map<String, String> config = issuer().config("services", List.of("service"), List.of("*"));
      config.put("handrail.issuers.services.jwks", file.toUri().toString());
      config.put("handrail.service-key", pem());
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A token by which a service of ours calls another. */
  public static String token(String service) {
    return issuer().token("service", service).apps("*").keyId(service).sign();
  }

  /** The shared private key. */
  public static String pem() {
    var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN PRIVATE KEY-----\n"
        + encoder.encodeToString(issuer().key().getPrivateKey().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
