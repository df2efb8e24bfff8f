package dev.handrail.kit.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import dev.handrail.kit.IssuersResource;
import dev.handrail.kit.KitTest;
import dev.handrail.kit.testing.TestIssuer;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class TokenTest {
  private static final String ME = "/api/v1/things/me";
  private static final TestIssuer ISSUER = TestIssuer.shared();

  private static TestIssuer.Token customer() {
    return ISSUER.token("customer", "42").app("bookings");
  }

  private static Response call(String token) {
    return given().header("Authorization", "Bearer " + token).get(ME);
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String part(String token, int index) {
    return token.split("\\.", -1)[index];
  }

  private static String header(String algorithm) {
    return encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + ISSUER.key().getKeyId() + "\"}");
  }

  private static String signed(
      String algorithm, java.security.Key key, String keyId, String payload) {
    try {
      JsonWebSignature jws = new JsonWebSignature();
      jws.setDoKeyValidation(false);
      jws.setAlgorithmHeaderValue(algorithm);
      jws.setKeyIdHeaderValue(keyId);
      jws.setPayload(payload);
      jws.setKey(key);
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmacWithPublicKey(byte[] key) {
    return signed(
        AlgorithmIdentifiers.HMAC_SHA256,
        new HmacKey(key),
        ISSUER.key().getKeyId(),
        customer().payload());
  }

  static Stream<Arguments> tokensThatAreNotGood() {
    TestIssuer.Token good = customer();
    String token = good.sign();
    String payload = good.payload();
    TestIssuer attacker = TestIssuer.create(TestIssuer.ISSUER, ISSUER.key().getKeyId());
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(ISSUER.key().getPublicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    long now = Instant.now().getEpochSecond();
    return Stream.of(
        arguments("nothing", ""),
        arguments("a word", "token"),
        arguments("dots", ".."),
        arguments("many dots", ".".repeat(5_000)),
        arguments("two parts", part(token, 0) + "." + part(token, 1)),
        arguments("no signature", part(token, 0) + "." + part(token, 1) + "."),
        arguments("alg none", header("none") + "." + encode(payload) + "."),
        arguments("alg None", header("None") + "." + encode(payload) + "."),
        arguments("alg NonE", header("NonE") + "." + encode(payload) + "."),
        arguments(
            "alg none with signature",
            header("none") + "." + encode(payload) + "." + part(token, 2)),
        arguments("alg empty", header("") + "." + encode(payload) + "." + part(token, 2)),
        arguments(
            "no alg",
            encode("{\"kid\":\"" + ISSUER.key().getKeyId() + "\"}")
                + "."
                + encode(payload)
                + "."
                + part(token, 2)),
        arguments(
            "alg twice",
            encode(
                    "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\""
                        + ISSUER.key().getKeyId()
                        + "\"}")
                + "."
                + encode(payload)
                + "."),
        arguments(
            "HS256 with the public key as PEM",
            hmacWithPublicKey(pem.getBytes(StandardCharsets.UTF_8))),
        arguments(
            "HS256 with the public key as DER",
            hmacWithPublicKey(ISSUER.key().getPublicKey().getEncoded())),
        arguments(
            "HS256 with the modulus",
            hmacWithPublicKey(ISSUER.key().getRsaPublicKey().getModulus().toByteArray())),
        arguments(
            "HS256 with the JWKS",
            hmacWithPublicKey(ISSUER.jwks().getBytes(StandardCharsets.UTF_8))),
        arguments(
            "RS384 with the right key",
            signed("RS384", ISSUER.key().getPrivateKey(), ISSUER.key().getKeyId(), payload)),
        arguments(
            "RS512 with the right key",
            signed("RS512", ISSUER.key().getPrivateKey(), ISSUER.key().getKeyId(), payload)),
        arguments(
            "PS256 with the right key",
            signed("PS256", ISSUER.key().getPrivateKey(), ISSUER.key().getKeyId(), payload)),
        arguments(
            "another key under the same kid",
            attacker.token("customer", "42").app("bookings").sign()),
        arguments(
            "a changed subject",
            part(token, 0)
                + "."
                + encode(payload.replace("\"42\"", "\"43\""))
                + "."
                + part(token, 2)),
        arguments("a changed signature", token.substring(0, token.length() - 6) + "AAAAAA"),
        arguments("spaces inside", part(token, 0) + " ." + part(token, 1) + "." + part(token, 2)),
        arguments("unknown kid", customer().keyId("other").sign()),
        arguments("no kid", signed("RS256", ISSUER.key().getPrivateKey(), "", payload)),
        arguments("path as kid", customer().keyId("../../../../dev/null").sign()),
        arguments("SQL as kid", customer().keyId("x' UNION SELECT 'key' --").sign()),
        arguments("address as kid", customer().keyId("https://attacker.test/key").sign()),
        arguments("NUL in kid", customer().keyId("test\u0000").sign()),
        arguments("endless kid", customer().keyId("k".repeat(3_000)).sign()),
        arguments(
            "kid of the other issuer",
            customer().keyId(IssuersResource.narrow().key().getKeyId()).sign()),
        arguments(
            "unknown critical header",
            customer().header("crit", List.of("urgent")).header("urgent", true).sign()),
        arguments("a refresh token by header", customer().header("typ", "rt+jwt").sign()),
        arguments("a refresh token by claim", customer().claim("typ", "Refresh").sign()),
        arguments("an ID token", customer().claim("token_use", "id").sign()),
        arguments("expired", customer().validFor(Duration.ofSeconds(-45)).sign()),
        arguments("no exp", customer().claim("exp", null).sign()),
        arguments("exp as text", customer().claim("exp", "tomorrow").sign()),
        arguments("nbf in the future", customer().claim("nbf", now + 120).sign()),
        arguments("nbf as text", customer().claim("nbf", "later").sign()),
        arguments("unknown issuer", customer().claim("iss", "https://other.test").sign()),
        arguments(
            "issuer with a slash more", customer().claim("iss", TestIssuer.ISSUER + "/").sign()),
        arguments(
            "the other issuer's name", customer().claim("iss", IssuersResource.NARROW).sign()),
        arguments("no issuer", customer().claim("iss", null).sign()),
        arguments("a list of issuers", customer().claim("iss", List.of(TestIssuer.ISSUER)).sign()),
        arguments("no audience", customer().claim("aud", null).sign()),
        arguments("another audience", customer().claim("aud", "somewhere").sign()),
        arguments("audience in capitals", customer().claim("aud", "Handrail").sign()),
        arguments("a list without us", customer().claim("aud", List.of("a", "b")).sign()),
        arguments("no subject", customer().claim("sub", null).sign()),
        arguments("empty subject", customer().claim("sub", "").sign()),
        arguments("blank subject", customer().claim("sub", " \u2003 ").sign()),
        arguments("long subject", customer().claim("sub", "s".repeat(256)).sign()),
        arguments("subject with NUL", customer().claim("sub", "4\u00002").sign()),
        arguments("subject with a new line", customer().claim("sub", "42\nadmin").sign()),
        arguments("subject with DEL", customer().claim("sub", "42\u007f").sign()),
        arguments("number as subject", customer().claim("sub", 42).sign()),
        arguments("customer without app", customer().claim("app", null).sign()),
        arguments("app with control characters", customer().claim("app", "a\u0001").sign()),
        arguments("all apps as one app", customer().claim("app", "*").sign()),
        arguments("groups that are no texts", customer().claim("groups", List.of(1)).sign()),
        arguments("groups as an object", customer().claim("groups", Map.of("a", "b")).sign()),
        arguments("a token that is too long", customer().claim("x", "y".repeat(7_000)).sign()),
        arguments(
            "a payload that is no JSON",
            signed("RS256", ISSUER.key().getPrivateKey(), ISSUER.key().getKeyId(), "nonsense")),
        arguments(
            "a deep payload",
            signed(
                "RS256",
                ISSUER.key().getPrivateKey(),
                ISSUER.key().getKeyId(),
                "{\"iss\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}")),
        arguments(
            "a claim twice",
            signed(
                "RS256",
                ISSUER.key().getPrivateKey(),
                ISSUER.key().getKeyId(),
                payload.substring(0, payload.length() - 1) + ",\"sub\":\"1\"}")),
        arguments("role beyond the issuer", narrow("admin").app("rides").sign()),
        arguments(
            "one role of two beyond the issuer",
            narrow("customer")
                .app("rides")
                .claim("groups", List.of("customer", "support_agent"))
                .sign()),
        arguments("app beyond the issuer", narrow("customer").app("bookings").sign()),
        arguments(
            "one app of two beyond the issuer", narrow("service").apps("rides", "bookings").sign()),
        arguments("all apps beyond the issuer", narrow("service").apps("*").sign()));
  }

  private static TestIssuer.Token narrow(String role) {
    return IssuersResource.narrow().token(role, "42");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokensThatAreNotGood")
  void a_token_that_is_not_good_gets_the_one_and_only_answer(String what, String token) {
    Response stranger = given().get(ME);
    Response answer = call(token);

    assertThat(answer.statusCode()).as(what).isEqualTo(401);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.headers().getValues("WWW-Authenticate")).containsExactly("Bearer");
    assertThat(answer.asString()).isEqualTo(stranger.asString());
  }

  @Test
  void every_bad_token_is_bad_on_the_event_loop_too() {
    tokensThatAreNotGood()
        .forEach(
            bad ->
                assertThat(
                        given()
                            .header("Authorization", "Bearer " + bad.get()[1])
                            .get("/api/v1/event-loop")
                            .statusCode())
                    .as("%s", bad.get()[0])
                    .isEqualTo(401));
  }

  @Test
  void on_the_event_loop_a_good_token_is_let_in() {
    Response answer = given().auth().oauth2(customer().sign()).get("/api/v1/event-loop");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("who")).isEqualTo("42");
    assertThat(answer.jsonPath().getString("thread")).contains("eventloop");
  }

  @Test
  void a_key_named_or_carried_by_the_token_is_neither_used_nor_fetched() throws Exception {
    TestIssuer attacker = TestIssuer.create(TestIssuer.ISSUER, "attacker");
    AtomicInteger calls = new AtomicInteger();
    HttpServer canary =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    canary.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          byte[] keys = attacker.jwks().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    canary.start();
    try {
      String address = "http://127.0.0.1:" + canary.getAddress().getPort() + "/keys";
      Map<String, Object> key =
          new HashMap<>(attacker.key().toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
      for (String keyId : List.of("attacker", ISSUER.key().getKeyId())) {
        for (Map.Entry<String, Object> header :
            Map.<String, Object>of(
                    "jku", address, "x5u", address, "jwk", key, "x5c", List.of("MIIB"))
                .entrySet()) {
          String token =
              attacker
                  .token("customer", "42")
                  .app("bookings")
                  .keyId(keyId)
                  .header(header.getKey(), header.getValue())
                  .sign();

          assertThat(call(token).statusCode()).as(header.getKey()).isEqualTo(401);
        }
      }
      String asIssuer =
          attacker.token("customer", "42").app("bookings").claim("iss", address).sign();
      assertThat(call(asIssuer).statusCode()).isEqualTo(401);
      assertThat(calls).hasValue(0);
    } finally {
      canary.stop(0);
    }
  }

  @Test
  void inside_the_skew_a_token_is_good() {
    long now = Instant.now().getEpochSecond();

    assertThat(call(customer().validFor(Duration.ofSeconds(-10)).sign()).statusCode())
        .isEqualTo(200);
    assertThat(call(customer().claim("nbf", now + 15).sign()).statusCode()).isEqualTo(200);
  }

  @Test
  void one_audience_of_several_will_do_and_so_will_the_usual_types() {
    assertThat(call(customer().claim("aud", List.of("x", "handrail")).sign()).statusCode())
        .isEqualTo(200);
    for (String type : List.of("JWT", "at+jwt", "application/at+jwt")) {
      assertThat(call(customer().header("typ", type).sign()).statusCode()).isEqualTo(200);
    }
    assertThat(call(customer().claim("typ", "Bearer").sign()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic NDI6NDI=", "Bearer", "Bearer ", "bearer", "Token x", "", " "})
  void another_scheme_is_no_token(String header) {
    Response answer = given().header("Authorization", header).get(ME);

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void the_scheme_is_read_in_any_case_and_two_headers_are_refused() {
    String token = customer().sign();

    assertThat(given().header("Authorization", "bEARER " + token).get(ME).statusCode())
        .isEqualTo(200);
    assertThat(
            given()
                .header("Authorization", "Bearer " + token, "Bearer " + token)
                .get(ME)
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_token_in_the_address_is_not_read() {
    String token = customer().sign();

    assertThat(given().get(ME + "?access_token=" + token).statusCode()).isEqualTo(401);
    assertThat(given().cookie("access_token", token).get(ME).statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_is_read_as_it_was_meant() {
    Response customer =
        call(
            customer()
                .name("Ada")
                .email("ada@example.test")
                .claim("locale", "de")
                .claim("kind", "driver")
                .claim("picture", "https://example.test/a.png")
                .sign());
    Response agent =
        call(
            ISSUER
                .token("support_agent", "a-1")
                .apps("rides", "bookings")
                .department("billing")
                .permissions("view_tickets")
                .claim("groups", List.of("support_agent", "some_group_of_the_platform"))
                .sign());

    assertThat(customer.jsonPath().getString("issuer")).isEqualTo(TestIssuer.ISSUER);
    assertThat(customer.jsonPath().getString("subject")).isEqualTo("42");
    assertThat(customer.jsonPath().getList("roles")).isEqualTo(List.of("customer"));
    assertThat(customer.jsonPath().getString("app")).isEqualTo("bookings");
    assertThat(customer.jsonPath().getList("apps")).isEqualTo(List.of("bookings"));
    assertThat(customer.jsonPath().getString("name")).isEqualTo("Ada");
    assertThat(customer.jsonPath().getString("email")).isEqualTo("ada@example.test");
    assertThat(customer.jsonPath().getString("locale")).isEqualTo("de");
    assertThat(customer.jsonPath().getString("kind")).isEqualTo("driver");
    assertThat(customer.jsonPath().getString("picture")).isEqualTo("https://example.test/a.png");
    assertThat(customer.jsonPath().getMap("")).containsEntry("permissions", null);
    assertThat(agent.jsonPath().getList("roles")).isEqualTo(List.of("support_agent"));
    assertThat(agent.jsonPath().<String>getList("apps"))
        .containsExactlyInAnyOrder("rides", "bookings");
    assertThat(agent.jsonPath().getString("department")).isEqualTo("billing");
    assertThat(agent.jsonPath().getList("permissions")).isEqualTo(List.of("view_tickets"));
  }

  @Test
  void a_name_that_cannot_be_shown_is_left_out_and_locks_nobody_out() {
    for (Object name : Arrays.asList("a\u0000b", "n".repeat(300), 7, List.of("x"), " ")) {
      Response answer = call(customer().claim("name", name).sign());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.jsonPath().getString("name")).isNull();
    }
  }

  @Test
  void the_narrow_issuer_is_believed_within_its_bounds() {
    assertThat(call(narrow("customer").app("rides").sign()).statusCode()).isEqualTo(200);
    assertThat(call(narrow("service").apps("rides").sign()).statusCode()).isEqualTo(200);
  }

  @Test
  void an_open_route_takes_no_token_or_a_good_one_but_not_a_bad_one() {
    String open = "/api/v1/things/open";

    assertThat(given().get(open).jsonPath().getString("who")).isEqualTo("nobody");
    assertThat(given().auth().oauth2(customer().sign()).get(open).jsonPath().getString("who"))
        .isEqualTo("42");
    assertThat(given().auth().oauth2("bad").get(open).statusCode()).isEqualTo(401);
  }

  @Test
  void one_callers_token_is_never_another_callers() {
    String ada = ISSUER.token("customer", "ada").app("bookings").sign();
    String bob = ISSUER.token("customer", "bob").app("bookings").sign();
    for (int i = 0; i < 20; i++) {
      assertThat(call(ada).jsonPath().getString("subject")).isEqualTo("ada");
      assertThat(call(bob).jsonPath().getString("subject")).isEqualTo("bob");
      assertThat(given().get(ME).statusCode()).isEqualTo(401);
    }
  }
}
