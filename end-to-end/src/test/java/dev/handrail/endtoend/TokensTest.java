package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformExtension.class)
class TokensTest {
  private static final List<String> PATHS = List.of("/api/v1/tickets", "/api/v1/notifications");

  private final Gate gate;
  private final HandmadeTokens tokens;

  TokensTest(Platform platform) {
    this.gate = new Gate(platform);
    this.tokens = new HandmadeTokens(platform);
  }

  @Test
  void a_good_token_opens_both_services() {
    String good = tokens.signed(tokens.header(), tokens.claims());

    for (String path : PATHS) {
      assertThat(gate.as(good).get(path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void every_other_token_is_refused_in_the_same_words() {
    Instant now = Instant.now();
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("another audience", with("aud", "elsewhere"));
    bad.put("no audience", without("aud"));
    bad.put("another issuer", with("iss", "https://issuer.example.org"));
    bad.put("no issuer", without("iss"));
    bad.put("no subject", without("sub"));
    bad.put("no expiry", without("exp"));
    bad.put("expired", with("exp", now.minus(Duration.ofMinutes(10)).getEpochSecond()));
    bad.put("not yet valid", with("nbf", now.plus(Duration.ofHours(1)).getEpochSecond()));
    bad.put("unsigned", HandmadeTokens.unsigned(algorithm("none"), tokens.claims()));
    bad.put(
        "unsigned, spelled otherwise", HandmadeTokens.unsigned(algorithm("NonE"), tokens.claims()));
    bad.put("signed but said to be not", tokens.signed(algorithm("none"), tokens.claims()));
    bad.put(
        "public key as secret",
        tokens.signedWithPublicKeyAsSecret(algorithm("HS256"), tokens.claims()));
    bad.put("a stranger's key", tokens.signedByStranger(tokens.header(), tokens.claims()));
    bad.put(
        "key id of a file",
        tokens.signed(tokens.header().put("kid", "../../dev/null"), tokens.claims()));
    bad.put(
        "key id of SQL", tokens.signed(tokens.header().put("kid", "' OR 1=1 --"), tokens.claims()));
    bad.put("tampered", tampered());
    bad.put("no JWT", "not-a-token");
    bad.put("three empty parts", "..");
    bad.put("far too long", "a".repeat(7_000));

    Answer none = gate.nobody().get("/api/v1/tickets");
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.type()).isEqualTo("/problems/unauthorized");
    assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
    bad.forEach(
        (what, token) -> {
          for (String path : PATHS) {
            Answer answer = gate.as(token).get(path);
            assertThat(answer.status())
                .as("%s at %s: %s", what, path, answer.body())
                .isEqualTo(401);
            assertThat(answer.type()).as(what).isEqualTo("/problems/unauthorized");
            assertThat(answer.text("detail")).as(what).isEqualTo(none.text("detail"));
          }
        });
  }

  @Test
  void a_key_that_the_token_itself_points_to_is_never_fetched() throws IOException {
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
      String url = "http://127.0.0.1:" + canary.getAddress().getPort() + "/jwks.json";
      for (String header : List.of("jku", "x5u")) {
        String token =
            tokens.signedByStranger(
                tokens.header().put(header, url).put("kid", "strange-" + header), tokens.claims());
        for (String path : PATHS) {
          assertThat(gate.as(token).get(path).status()).as(header).isEqualTo(401);
        }
      }
      assertThat(calls).hasValue(0);
    } finally {
      canary.stop(0);
    }
  }

  @Test
  void a_token_for_an_unknown_role_may_do_nothing() {
    ObjectNode claims = tokens.claims();
    claims.set("groups", HandmadeTokens.groups("superuser"));
    String token = tokens.signed(tokens.header(), claims);

    for (String path : PATHS) {
      assertThat(gate.as(token).get(path).status()).as(path).isIn(401, 403);
    }
  }

  private ObjectNode algorithm(String name) {
    return tokens.header().put("alg", name);
  }

  private String with(String claim, String value) {
    return tokens.signed(tokens.header(), tokens.claims().put(claim, value));
  }

  private String with(String claim, long value) {
    return tokens.signed(tokens.header(), tokens.claims().put(claim, value));
  }

  private String without(String claim) {
    ObjectNode claims = tokens.claims();
    claims.remove(claim);
    return tokens.signed(tokens.header(), claims);
  }

  /** A good token of a customer, made an admin's without a new signature. */
  private String tampered() {
    String good = tokens.signed(tokens.header(), tokens.claims());
    ObjectNode claims = tokens.claims();
    claims.set("groups", HandmadeTokens.groups("admin"));
    String other = tokens.signed(tokens.header(), claims);
    return other.substring(0, other.lastIndexOf('.')) + good.substring(good.lastIndexOf('.'));
  }
}
