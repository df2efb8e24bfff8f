package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
  private FakeService tickets;
  private FakeService notifications;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    tickets = new FakeService("ticket-service");
    notifications = new FakeService("notification-service");
    gateway = GatewayFixture.inFrontOf(tickets, notifications).trusting("127.0.0.9").start();
  }

  @AfterEach
  void stop() {
    gateway.close();
    tickets.close();
    notifications.close();
  }

  @Test
  void aRequestReachesItsServiceAsItWasSent() {
    gateway.send(
        gateway
            .request("/api/v1/tickets/BKG-000123/messages?limit=5&q=a%20b")
            .header("Authorization", "Bearer abc")
            .header("Idempotency-Key", "k1")
            .header("If-Match", "\"v7\"")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"text\":\"hé\"}")));
    var received = tickets.next();
    assertThat(received.request().method().name()).isEqualTo("PATCH");
    assertThat(received.uri()).isEqualTo("/api/v1/tickets/BKG-000123/messages?limit=5&q=a%20b");
    assertThat(received.body().toString()).isEqualTo("{\"text\":\"hé\"}");
    assertThat(received.headers().get("Authorization")).isEqualTo("Bearer abc");
    assertThat(received.headers().get("Idempotency-Key")).isEqualTo("k1");
    assertThat(received.headers().get("If-Match")).isEqualTo("\"v7\"");
    assertThat(received.headers().get("traceparent")).startsWith("00-0af7");
    assertThat(notifications.waiting()).isZero();
  }

  @Test
  void eachServiceGetsItsOwn() {
    gateway.get("/api/v1/notifications");
    assertThat(notifications.next().uri()).isEqualTo("/api/v1/notifications");
    gateway.get("/api/v1/tickets");
    assertThat(tickets.next().uri()).isEqualTo("/api/v1/tickets");
    assertThat(notifications.waiting()).isZero();
  }

  @Test
  void theAnswerComesBackAsItWas() {
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .setStatusCode(201)
                .putHeader("Location", "/api/v1/tickets/1")
                .putHeader("ETag", "\"v1\"")
                .putHeader("Idempotency-Replayed", "true")
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "private, no-store")
                .end("{\"id\":1}"));
    var answer = gateway.post("/api/v1/tickets", "{}");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"id\":1}");
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/tickets/1");
    assertThat(answer.headers().firstValue("ETag")).contains("\"v1\"");
    assertThat(answer.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-store");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void anAddressOfTheInsideDoesNotGetOut() {
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .setStatusCode(308)
                .putHeader("Location", "http://127.0.0.1:" + tickets.port() + "/api/v1/tickets/2")
                .putHeader("Server", "secret/1.0")
                .putHeader("X-Powered-By", "secret")
                .end());
    var answer = gateway.get("/api/v1/tickets/1");
    assertThat(answer.statusCode()).isEqualTo(308);
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/tickets/2");
    assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void headersOfOneConnectionStopAtTheGateway() {
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .putHeader("Connection", "X-Inner")
                .putHeader("X-Inner", "1")
                .putHeader("Keep-Alive", "timeout=60")
                .putHeader("Proxy-Authenticate", "Basic")
                .putHeader("X-Kept", "1")
                .end("x"));
    var answer =
        gateway.raw(
            RawConnection.head(
                "GET /api/v1/tickets HTTP/1.1",
                "Host: a.example:8080",
                "Connection: keep-alive, X-Hop, Authorization",
                "X-Hop: 1",
                "Authorization: Bearer t",
                "Keep-Alive: 5",
                "TE: trailers",
                "Proxy-Authorization: x",
                "Upgrade: h2c",
                "Proxy-Connection: x",
                "Trailer: x",
                "X-Kept: 1"));
    var headers = tickets.next().headers();
    for (String name :
        new String[] {
          "Connection",
          "X-Hop",
          "Keep-Alive",
          "TE",
          "Proxy-Authorization",
          "Upgrade",
          "Proxy-Connection",
          "Trailer"
        }) {
      assertThat(headers.contains(name)).as(name).isFalse();
    }
    assertThat(headers.get("X-Kept")).isEqualTo("1");
    assertThat(headers.get("Authorization")).isEqualTo("Bearer t");
    assertThat(answer.headers()).containsEntry("x-kept", "1");
    assertThat(answer.headers()).doesNotContainKeys("x-inner", "keep-alive", "proxy-authenticate");
  }

  @Test
  void theServiceIsToldWhoAskedAndCannotBeLiedTo() {
    gateway.raw(
        RawConnection.head(
            "GET /api/v1/tickets HTTP/1.1",
            "Host: help.example.org",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil.example",
            "Forwarded: for=1.2.3.4",
            "X-Real-IP: 1.2.3.4",
            "X-Forwarded-Prefix: /x",
            "X-HTTP-Method-Override: DELETE",
            "X-Original-URL: /q/health"));
    var headers = tickets.next().headers();
    assertThat(headers.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(headers.getAll("X-Forwarded-Proto")).containsExactly("http");
    assertThat(headers.getAll("X-Forwarded-Host")).containsExactly("help.example.org");
    assertThat(headers.get("Host")).isEqualTo("127.0.0.1:" + tickets.port());
    for (String name :
        new String[] {
          "Forwarded", "X-Real-IP", "X-Forwarded-Prefix", "X-HTTP-Method-Override", "X-Original-URL"
        }) {
      assertThat(headers.contains(name)).as(name).isFalse();
    }
  }

  @Test
  void aSaneRequestIdIsKeptAndAnsweredAndAnyOtherReplaced() {
    var kept = gateway.send(gateway.request("/api/v1/tickets").header("X-Request-Id", "a-B_9.z"));
    assertThat(kept.headers().allValues("X-Request-Id")).containsExactly("a-B_9.z");
    assertThat(tickets.next().headers().getAll("X-Request-Id")).containsExactly("a-B_9.z");
    for (String bad : new String[] {"a b", "a".repeat(65), "<x>", "ü"}) {
      var answer =
          gateway.raw(
              "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + bad + "\r\n\r\n");
      assertThat(answer.header("X-Request-Id")).matches("[0-9a-f-]{36}");
      assertThat(tickets.next().headers().getAll("X-Request-Id"))
          .containsExactly(answer.header("X-Request-Id"));
    }
  }

  @Test
  void theServicesOwnEchoOfTheRequestIdIsNotDoubled() {
    tickets.answering(
        received -> received.request().response().putHeader("X-Request-Id", "other").end("x"));
    var answer = gateway.send(gateway.request("/api/v1/tickets").header("X-Request-Id", "mine"));
    assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/tickets",
        "/health",
        "/openapi",
        "/docs",
        "/",
        "/nothing",
        "/api/v1//x",
        "/api/v1/faqs"
      })
  void everyAnswerCarriesTheSecurityHeaders(String target) {
    var answer = gateway.raw("GET " + target + " HTTP/1.1\r\nHost: a\r\nX-Request-Id: r1\r\n\r\n");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'");
    assertThat(answer.header("X-Request-Id")).isEqualTo("r1");
    assertThat(answer.headers()).doesNotContainKeys("server", "strict-transport-security");
  }

  @Test
  void aServiceMaySetAStricterContentPolicyForItsFiles() {
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .putHeader("Content-Security-Policy", "sandbox")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end("x"));
    var answer = gateway.get("/api/v1/attachments/1");
    assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly("sandbox");
    assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
  }

  @Test
  void aHeadRequestAndAnswersWithoutBodyKeepTheConnectionUsable() {
    tickets.answering(
        received -> {
          var response = received.request().response();
          switch (received.uri()) {
            case "/api/v1/tickets/head" -> response.putHeader("Content-Length", "4711").end();
            case "/api/v1/tickets/204" -> response.setStatusCode(204).end();
            case "/api/v1/tickets/304" ->
                response.setStatusCode(304).putHeader("ETag", "\"v1\"").end();
            case "/api/v1/tickets/0" -> response.end();
            default -> response.end("body");
          }
        });
    try (var connection = gateway.connect()) {
      var head =
          connection.send("HEAD /api/v1/tickets/head HTTP/1.1\r\nHost: a\r\n\r\n").receiveHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("4711");
      connection.send("GET /api/v1/tickets/204 HTTP/1.1\r\nHost: a\r\n\r\n");
      var noContent = connection.receiveHead();
      assertThat(noContent.status()).isEqualTo(204);
      connection.send("GET /api/v1/tickets/304 HTTP/1.1\r\nHost: a\r\n\r\n");
      var notModified = connection.receiveHead();
      assertThat(notModified.status()).isEqualTo(304);
      assertThat(notModified.header("ETag")).isEqualTo("\"v1\"");
      connection.send("HEAD /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(connection.receiveHead().status()).isEqualTo(404);
      connection.send("GET /api/v1/tickets/0 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(connection.receive().body()).isEmpty();
      connection.send("GET /api/v1/tickets/x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(connection.receive().body()).isEqualTo("body");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    tickets.answering(received -> received.request().response().end(received.uri()));
    try (var connection = gateway.connect()) {
      connection.send(
          "POST /api/v1/tickets/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
              + "GET /api/v1/tickets/2 HTTP/1.1\r\nHost: a\r\n\r\n"
              + "GET /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n"
              + "GET /api/v1/tickets/3 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(connection.receive().body()).isEqualTo("/api/v1/tickets/1");
      assertThat(connection.receive().body()).isEqualTo("/api/v1/tickets/2");
      assertThat(connection.receive().status()).isEqualTo(404);
      assertThat(connection.receive().body()).isEqualTo("/api/v1/tickets/3");
    }
  }

  @Test
  void aLargeAnswerPassesWholeWithAndWithoutLength() {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    tickets.answering(
        received -> {
          var response = received.request().response();
          if (received.uri().endsWith("chunked")) {
            response.setChunked(true);
          }
          response.end(Buffer.buffer(bytes));
        });
    for (String target : new String[] {"/api/v1/tickets/export", "/api/v1/tickets/chunked"}) {
      var answer = gateway.send(gateway.request(target), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.body()).isEqualTo(bytes);
    }
  }

  @Test
  void aProblemOfAServicePassesAsItIs() {
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json;charset=UTF-8")
                .end("{\"type\":\"/problems/illegal-move\",\"allowed\":[\"open\"]}"));
    var answer = gateway.post("/api/v1/tickets/1/close", "{}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .isEqualTo("{\"type\":\"/problems/illegal-move\",\"allowed\":[\"open\"]}");
  }

  @Test
  void anErrorInAnotherFormKeepsOnlyItsStatus() {
    tickets.answering(
        received ->
            received
                .request()
                .response()
                .setStatusCode(received.uri().endsWith("401") ? 401 : 500)
                .putHeader("WWW-Authenticate", "Bearer")
                .putHeader("Content-Type", "text/html")
                .putHeader("X-Inner", "1")
                .end("<pre>java.lang.NullPointerException at dev.handrail.Secret</pre>"));
    for (int status : new int[] {401, 500}) {
      var answer = gateway.get("/api/v1/tickets/" + status);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(answer.headers().map()).doesNotContainKey("x-inner");
      assertThat(answer.body()).doesNotContain("Exception", "dev.handrail");
      assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(status);
    }
  }

  @Test
  void aProblemOfTheGatewayHasTheShapeOfAllProblems() {
    var answer = gateway.get("/api/v1/nothing?x=1");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject()
                .put("type", "/problems/not-found")
                .put("title", "Not found")
                .put("status", 404)
                .put("detail", "There is nothing here for you.")
                .put("instance", "/api/v1/nothing"));
  }

  @Test
  void aServiceThatIsNotConfiguredIsAnUnknownRoute() {
    assertThat(gateway.get("/api/v1/faqs").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/.well-known/jwks.json").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "get", "BREW"})
  void otherMethodsAreNotAllowed(String method) {
    var answer = gateway.raw(method + " /api/v1/tickets HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("PATCH").doesNotContain("TRACE");
    assertThat(answer.json().getString("type")).isEqualTo("/problems/method-not-allowed");
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void theGatewaysOwnPagesAreOnlyRead() {
    for (String target : new String[] {"/openapi", "/docs", "/"}) {
      var answer = gateway.post(target, "{}");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void healthAndWelcomeAnswer() {
    assertThat(gateway.get("/health").body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(new JsonObject(gateway.get("/").body()).getString("docs")).isEqualTo("/docs");
    var browser = gateway.send(gateway.request("/").header("Accept", "text/html,*/*"));
    assertThat(browser.statusCode()).isEqualTo(302);
    assertThat(browser.headers().firstValue("Location")).contains("/docs");
  }

  @Test
  void anOldClientIsServed() {
    try (var connection = gateway.connect()) {
      connection.send("GET /api/v1/tickets HTTP/1.0\r\n\r\n");
      assertThat(connection.receive().body()).isEqualTo("{}");
      assertThat(connection.isClosedByPeer()).isTrue();
    }
  }
}
