package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
  private static final String ALLOWED = "https://help.example.org";

  private static FakeService tickets;
  private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    tickets = new FakeService("ticket-service");
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Allow-Credentials", "true")
                .end("{}"));
    gateway = GatewayFixture.inFrontOf(tickets).origin(ALLOWED).start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    tickets.close();
  }

  @Test
  void aPreflightIsAnsweredWithoutTheService() {
    var answer =
        gateway.raw(
            "OPTIONS /api/v1/tickets/1 HTTP/1.1\r\nHost: a\r\nOrigin: "
                + ALLOWED
                + "\r\nAccess-Control-Request-Method: PATCH\r\nAccess-Control-Request-Headers: if-match\r\n\r\n");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
    assertThat(answer.header("Access-Control-Allow-Methods").split(", "))
        .contains("GET", "POST", "PUT", "PATCH", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers").split(", "))
        .contains("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Request-Id");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
    assertThat(answer.header("Vary")).containsIgnoringCase("Origin");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void anAnswerToAnAllowedOriginCanBeReadWithItsHeaders() {
    var answer = gateway.send(gateway.request("/api/v1/tickets").header("Origin", ALLOWED));
    assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ALLOWED);
    assertThat(
            answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow().split(", "))
        .containsExactlyInAnyOrder(
            "ETag", "Location", "X-Request-Id", "Retry-After", "Idempotency-Replayed");
    assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
    assertThat(answer.headers().allValues("Vary"))
        .anyMatch(vary -> vary.equalsIgnoreCase("origin"));
    tickets.next();
  }

  @Test
  void anErrorCanBeReadToo() {
    var answer = gateway.send(gateway.request("/api/v1/nothing").header("Origin", ALLOWED));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://help.example.org",
        "https://help.example.org.evil.example",
        "https://help.example.org:8443",
        "HTTPS://HELP.EXAMPLE.ORG",
        "null"
      })
  void anotherOriginGetsNoPermission(String origin) {
    var answer = gateway.send(gateway.request("/api/v1/tickets").header("Origin", origin));
    assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    tickets.next();
    var preflight =
        gateway.send(
            gateway
                .request("/api/v1/tickets")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(403);
    assertThat(preflight.headers().map())
        .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
    assertThat(preflight.body()).contains("/problems/origin-not-allowed");
  }

  @Test
  void withoutConfiguredOriginsThereAreNoCorsHeadersAtAll() {
    try (var closed = GatewayFixture.inFrontOf(tickets).start()) {
      var answer = closed.send(closed.request("/api/v1/tickets").header("Origin", ALLOWED));
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
      tickets.next();
    }
  }

  @Test
  void anOptionsRequestThatIsNoPreflightNamesTheMethods() {
    var answer =
        gateway.send(
            gateway
                .request("/api/v1/tickets")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("PATCH");
    assertThat(tickets.waiting()).isZero();
  }
}
