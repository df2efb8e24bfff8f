package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.TestAccounts.session;
import static dev.handrail.agent.adapter.rest.TestAccounts.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.handrail.agent.adapter.rest.TestAccounts.Account;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.TestIssuer;
import dev.handrail.kit.testing.TestServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forged tokens of agent-service's own issuer against agent-service itself. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class TokenTricksTest {
  private static final String ISSUER = "handrail-agents";
  private static final String ROUTE = "/api/v1/agents/me";

  @Inject TestAccounts accounts;

  private Account ann = new Account(new UUID(0, 0), "");
  private String good = "";
  private String keyId = "";

  /** An attacker who signs what agent-service might have, with a key of its own. */
  private TestIssuer attacker = TestIssuer.create(ISSUER, "unset");

  @BeforeEach
  void sign_in() {
    ann = accounts.approved();
    good = session(ann).getString("accessToken");
    keyId = RestAssured.get("/.well-known/jwks.json").jsonPath().getString("keys[0].kid");
    attacker = TestIssuer.create(ISSUER, keyId);
    assertThat(use(good)).isEqualTo(200);
  }

  private static int use(String token) {
    return with(token).get(ROUTE).statusCode();
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String part(int index) {
    return good.split("\\.", -1)[index];
  }

  private TestIssuer.Token forged() {
    return attacker
        .token("admin", ann.id().toString())
        .apps("*")
        .claim("ver", 1)
        .header("typ", "at+jwt");
  }

  @Test
  void unsigned_and_changed_tokens_are_refused() {
    String payload = new String(Base64.getUrlDecoder().decode(part(1)), StandardCharsets.UTF_8);
    Map<String, String> tricks = new LinkedHashMap<>();
    for (String algorithm : List.of("none", "None", "NonE", "NONE", "")) {
      tricks.put(
          "alg " + algorithm,
          encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}")
              + "."
              + part(1)
              + ".");
    }
    tricks.put("no signature", part(0) + "." + part(1) + ".");
    tricks.put(
        "promoted",
        part(0) + "." + encode(payload.replace("support_agent", "admin")) + "." + part(2));
    tricks.put(
        "a later ver",
        part(0) + "." + encode(payload.replace("\"ver\":1", "\"ver\":99")) + "." + part(2));
    tricks.put("another key under the right kid", forged().sign());
    tricks.put("unknown kid", forged().keyId("other").sign());
    tricks.put("path as kid", forged().keyId("../../../../dev/null").sign());
    tricks.put("SQL as kid", forged().keyId("x' OR '1'='1").sign());
    tricks.put("a service's kid", forged().keyId("ticket-service").sign());

    tricks.forEach((what, token) -> assertThat(use(token)).as(what).isEqualTo(401));
  }

  @Test
  void the_public_key_signs_nothing() throws Exception {
    var key = RestAssured.get("/.well-known/jwks.json").jsonPath();
    var publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    number(key.getString("keys[0].n")), number(key.getString("keys[0].e"))));
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(publicKey.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret :
        List.of(
            pem.getBytes(StandardCharsets.UTF_8),
            publicKey.getEncoded(),
            RestAssured.get("/.well-known/jwks.json").asByteArray())) {
      JsonWebSignature jws = new JsonWebSignature();
      jws.setDoKeyValidation(false);
      jws.setAlgorithmHeaderValue("HS256");
      jws.setKeyIdHeaderValue(keyId);
      jws.setPayload(forged().payload());
      jws.setKey(new HmacKey(secret));
      assertThat(use(jws.getCompactSerialization())).isEqualTo(401);
    }
  }

  private static BigInteger number(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }

  @Test
  void a_key_that_the_token_names_or_carries_is_neither_used_nor_fetched() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpServer canary =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    canary.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    canary.start();
    try {
      String address = "http://127.0.0.1:" + canary.getAddress().getPort() + "/keys";
      Map<String, Object> own = attacker.key().toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
      for (String kid : List.of(keyId, "attacker", address)) {
        for (Map.Entry<String, Object> header :
            Map.<String, Object>of("jku", address, "x5u", address, "jwk", own).entrySet()) {
          String token = forged().keyId(kid).header(header.getKey(), header.getValue()).sign();
          assertThat(use(token)).as(header.getKey()).isEqualTo(401);
        }
      }
      assertThat(calls).hasValue(0);
    } finally {
      canary.stop(0);
    }
  }

  /** What other issuers may sign, and what they may not say. */
  @Test
  void an_issuer_speaks_for_itself_alone() {
    TestIssuer platform = TestIssuer.shared();
    String subject = ann.id().toString();

    assertThat(use(platform.token("support_agent", subject).apps("*").claim("iss", ISSUER).sign()))
        .as("the platform in agent-service's name")
        .isEqualTo(401);
    assertThat(use(platform.token("admin", subject).claim("iss", "handrail-services").sign()))
        .isEqualTo(401);
    assertThat(use(attacker.token("admin", subject).claim("iss", TestIssuer.ISSUER).sign()))
        .isEqualTo(401);
    assertThat(use(TestServices.token("ticket-service"))).isEqualTo(403);
    assertThat(use(platform.token("admin", subject).apps("*").claim("aud", "elsewhere").sign()))
        .isEqualTo(401);
    assertThat(
            use(platform.token("admin", subject).apps("*").validFor(Duration.ofMinutes(-1)).sign()))
        .isEqualTo(401);
    assertThat(use(platform.token("admin", subject).apps("*").header("typ", "rt+jwt").sign()))
        .isEqualTo(401);
  }
}
