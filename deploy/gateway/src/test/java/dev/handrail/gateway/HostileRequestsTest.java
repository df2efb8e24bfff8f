package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends, byte by byte. */
class HostileRequestsTest {
  private static FakeService tickets;
  private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    tickets = new FakeService("ticket-service");
    gateway = GatewayFixture.inFrontOf(tickets).start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    tickets.close();
  }

  /** So that one request that got through fails one test. */
  @BeforeEach
  void forget() {
    while (tickets.waiting() > 0) {
      tickets.next();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/health",
        "/q/metrics",
        "/q/openapi",
        "/q/dev",
        "/q",
        "/metrics",
        "/api/v1/q/health",
        "/api/v1/../q/health",
        "/api/v1/tickets/../../../q/health",
        "/api/v1/%2e%2e/q/health",
        "/api/v1/tickets/%2e%2e/%2e%2e/%2e%2e/q/health",
        "/api/v1/tickets/.%2e/.%2e/.%2e/q/health",
        "/api/v1/%252e%252e/q/health",
        "/api/v1//../q/health",
        "//q/health",
        "///q/health",
        "/api/v1//q/health",
        "/api/v1/tickets//../../../q/health",
        "/api/v1/tickets/..;/..;/..;/q/health",
        "/api/v1/tickets;/../q/health",
        "/api/v1/tickets%2f..%2f..%2f..%2fq%2fhealth",
        "/api/v1/tickets%5c..%5c..%5cq%5chealth",
        "/api/v1/tickets\\..\\..\\..\\q\\health",
        "\\q\\health",
        "/api/v1/tickets%00/../q/health",
        "/api/v1/tickets/%0d%0aHost:x",
        "http://127.0.0.1/q/health",
        "http://127.0.0.1/api/v1/tickets",
        "https://127.0.0.1/api/v1/tickets",
        "q/health",
        "*",
        "?/q/health",
        "@127.0.0.1/q/health",
        "/.well-known/../q/health",
        "/internal/not-before",
        "/internal/agents?ids=1",
        "/Internal/not-before",
        "/api/v1/internal/not-before",
        "/api/v1/../../internal/not-before",
        "/api/v1/tickets/../../../internal/not-before",
        "/api/v1/tickets/%2e%2e/%2e%2e/%2e%2e/internal/not-before",
        "/api/v1/agents/../../../internal/agents",
        "/.well-known/../internal/not-before",
        "/.well-known/jwks.json/../../internal/not-before",
        "//internal/not-before",
        "http://127.0.0.1/internal/not-before",
        "/docs/../q/health",
        "/docs/%2e%2e/q/health",
        "/openapi/../q/health",
        "/health/../q/health",
        "/docs/../../META-INF/MANIFEST.MF",
        "/docs/index.html",
        "/docs/dev/handrail/gateway/Gateway.class",
        "/API/V1/tickets",
        "/api/v1/%74ickets",
        "/api/v1/tickets#/q/health"
      })
  void noPathTrickReachesAnything(String target) {
    for (String method : new String[] {"GET", "POST", "OPTIONS"}) {
      var answer =
          gateway.raw(method + " " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
      assertThat(answer.status()).as(method).isIn(400, 404);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
    assertThat(tickets.waiting()).isZero();
    // The gateway itself asks for the description now and then, by this target and no other.
    assertThat(tickets.managementHits()).allMatch("/q/openapi?format=json"::equals);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Framed twice, or in a way that another server may not understand.
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4|Transfer-Encoding: chunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 4||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4|Content-Length: 5||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4|Content-Length: 4||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4, 4||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: +4||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: -4||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 0x4||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4 4||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length:||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 99999999999999999999||abcd",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: Chunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding:\u000bchunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding : chunked||0||",
        "POST /api/v1/tickets HTTP/1.1|Host: a|Content-Length : 4||abcd",
        "POST /api/v1/tickets HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4||abcd",
        "GET /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding: chunked||0||",
        "HEAD /api/v1/tickets HTTP/1.1|Host: a|Content-Length: 4||abcd",
        // Lines that are not lines.
        "GET /api/v1/tickets HTTP/1.1|Host: a|X-A: b| folded||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|X-A: b|\tfolded||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|Transfer-Encoding:| chunked||",
        "GET /api/v1/tickets HTTP/1.1| Host: a||",
        "GET /api/v1/tickets HTTP/1.1|Host: a\nX-A: b||",
        "GET /api/v1/tickets HTTP/1.1\nHost: a\n\n",
        "GET /api/v1/tickets HTTP/1.1|Host: a|X-A: b\rX-B: c||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|X-A: b\u0000||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|X A: b||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|no colon||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|: empty||",
        // Hosts.
        "GET /api/v1/tickets HTTP/1.1||",
        "GET /api/v1/tickets HTTP/1.1|Host:||",
        "GET /api/v1/tickets HTTP/1.1|Host: a|Host: b||",
        "GET /api/v1/tickets HTTP/1.1|Host: a/b||",
        "GET /api/v1/tickets HTTP/1.1|Host: user@a||",
        "GET /api/v1/tickets HTTP/1.1|Host: a b||",
        "GET /api/v1/tickets HTTP/1.1|Host: <script>||",
        // Request lines.
        "GET  /api/v1/tickets  HTTP/1.1 x|Host: a||",
        "GET /api/v1/tickets|Host: a||",
        "/api/v1/tickets HTTP/1.1|Host: a||",
        "GET\u0001 /api/v1/tickets HTTP/1.1|Host: a||",
        "GET\t/api/v1/tickets\tHTTP/1.1|Host: a||",
        "GET /api/v1/tickets HTTP/1.1\u0001|Host: a||",
        "GET /api/v1/tickets\rX HTTP/1.1|Host: a||"
      })
  void aRequestThatTwoServersCouldReadDifferentlyIsRefused(String request) {
    try (var connection = gateway.connect()) {
      connection.send(request.replace("|", "\r\n"));
      if (request.startsWith("HEAD")) {
        assertThat(connection.receiveHead().status()).isEqualTo(400);
        return;
      }
      var answer = connection.receive();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.json().getString("type")).isEqualTo("/problems/invalid-request");
    }
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void aFoldedLineIsFoundWhereverThePacketsAreCut() {
    String request = "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-A: b\r\n folded\r\n\r\n";
    for (int cut = 1; cut < request.length(); cut++) {
      try (var connection = gateway.connect()) {
        connection.send(request.substring(0, cut));
        connection.send(request.substring(cut));
        assertThat(connection.receive().status()).as("cut at " + cut).isEqualTo(400);
      }
    }
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void whatFollowsARefusedRequestOnItsConnectionIsNotRead() {
    try (var connection = gateway.connect()) {
      String framedTwice =
          RawConnection.head(
              "POST /api/v1/tickets HTTP/1.1",
              "Host: a",
              "Content-Length: 4",
              "Transfer-Encoding: chunked");
      String smuggled = RawConnection.head("GET /api/v1/tickets/smuggled HTTP/1.1", "Host: a");
      connection.send(framedTwice + "0\r\n\r\n" + smuggled);
      assertThat(connection.receive().status()).isEqualTo(400);
      assertThat(connection.isClosedByPeer()).isTrue();
    }
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void abodyAfterARefusedGetIsNotReadAsARequest() {
    try (var connection = gateway.connect()) {
      String smuggled = "GET /api/v1/tickets/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
      connection.send(
          "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nContent-Length: "
              + smuggled.length()
              + "\r\n\r\n"
              + smuggled);
      assertThat(connection.receive().status()).isEqualTo(400);
    }
    assertThat(tickets.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n",
        "-1\r\n",
        "1;a=\"\n\"\r\nx\r\n0\r\n\r\n",
        "2\r\nabcd\r\n0\r\n\r\n",
        "1\nx\n0\n\n"
      })
  void aBrokenChunkReachesNoService(String chunks) {
    try (var connection = gateway.connect()) {
      connection.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + chunks);
      assertThat(connection.isClosedByPeer()).isTrue();
    }
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void headersAreLimitedInAll() {
    var many = new StringBuilder("GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 600; i++) {
      many.append("X-").append(i).append(": 0123456789012345678901\r\n");
    }
    var answer = gateway.raw(many + "\r\n");
    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.json().getString("type")).isEqualTo("/problems/headers-too-large");
    assertThat(
            gateway
                .raw(
                    "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX: "
                        + "a".repeat(17_000)
                        + "\r\n\r\n")
                .status())
        .isEqualTo(431);
    assertThat(gateway.raw("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n").status())
        .isEqualTo(414);
    assertThat(tickets.waiting()).isZero();
    assertThat(
            gateway
                .raw(
                    "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX: "
                        + "a".repeat(12_000)
                        + "\r\n\r\n")
                .status())
        .isEqualTo(200);
    tickets.next();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0"})
  void otherVersionsAreRefused(String version) {
    var answer = gateway.raw("GET /api/v1/tickets " + version + "\r\nHost: a\r\n\r\n");
    assertThat(answer.status()).isEqualTo(505);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void theConnectionPrefaceOfHttp2IsNotSpoken() {
    var answer = gateway.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assertThat(answer.status()).isEqualTo(505);
    assertThat(
            gateway
                .raw(
                    "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
                .status())
        .isEqualTo(200);
    tickets.next();
  }

  @Test
  void anUnknownExpectationIsRefused() {
    var answer =
        gateway.raw(
            "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nExpect: cake\r\nContent-Length: 2\r\n\r\n");
    assertThat(answer.status()).isEqualTo(417);
  }

  @Test
  void aHeadThatTricklesInIsCutOff() {
    var patience = GatewayFixture.limits();
    var limits =
        new Limits(
            patience.target(),
            patience.headers(),
            patience.body(),
            patience.upload(),
            patience.bufferedBodies(),
            Duration.ofMillis(300),
            patience.bodyArrival(),
            patience.connect(),
            patience.retry(),
            patience.answer(),
            patience.idle(),
            patience.drain());
    try (var impatient = GatewayFixture.inFrontOf(tickets).limits(limits).start();
        var slow = impatient.connect();
        var keptAlive = impatient.connect()) {
      keptAlive.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(keptAlive.receive().status()).isEqualTo(200);
      slow.send("GET /api/v1/tickets HTTP/1.1\r\nHo");
      assertThat(slow.isClosedByPeer()).isTrue();
      // Silence between requests is another matter.
      keptAlive.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(keptAlive.receive().status()).isEqualTo(200);
    }
  }
}
