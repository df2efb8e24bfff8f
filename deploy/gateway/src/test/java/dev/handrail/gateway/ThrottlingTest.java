package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottlingTest {
  private FakeService tickets;

  @BeforeEach
  void start() {
    tickets = new FakeService("ticket-service");
  }

  @AfterEach
  void stop() {
    tickets.close();
  }

  @Test
  void tooManyRequestsOfOneAddressAreRefusedWithAWait() {
    try (var gateway = GatewayFixture.inFrontOf(tickets).rate(1).start()) {
      assertThat(gateway.get("/api/v1/tickets").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/api/v1/tickets").statusCode()).isEqualTo(200);
      var answer = untilRefused(gateway, "");
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.json().getInteger("retryAfter")).isEqualTo(1);
      assertThat(answer.json().getString("type")).isEqualTo("/problems/too-many-requests");
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }
  }

  @Test
  void theBodyOfARefusedRequestIsNotWaitedFor() {
    try (var gateway = GatewayFixture.inFrontOf(tickets).rate(1).start()) {
      untilRefused(gateway, "");
      var answer = untilRefused(gateway, "Content-Length: 50000\r\n");
      assertThat(answer.status()).isEqualTo(429);
    }
  }

  @Test
  void changingXForwardedForDoesNotHelp() {
    try (var gateway = GatewayFixture.inFrontOf(tickets).rate(1).start()) {
      int passed = 0;
      for (int i = 0; i < 20; i++) {
        var answer =
            gateway.raw(
                "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113."
                    + i
                    + "\r\nX-Real-IP: 203.0.113."
                    + i
                    + "\r\nForwarded: for=203.0.113."
                    + i
                    + "\r\n\r\n");
        passed += answer.status() == 200 ? 1 : 0;
      }
      // Two of the burst, and what the clock gave while the test ran.
      assertThat(passed).isBetween(2, 19);
    }
  }

  @Test
  void behindATrustedProxyEveryClientHasItsOwnBucketAndCannotInventAnother() {
    try (var gateway = GatewayFixture.inFrontOf(tickets).rate(1).trusting("127.0.0.1").start()) {
      for (int i = 0; i < 20; i++) {
        assertThat(
                gateway
                    .raw(
                        "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113."
                            + i
                            + "\r\n\r\n")
                    .status())
            .isEqualTo(200);
      }
      int passed = 0;
      for (int i = 0; i < 20; i++) {
        var answer =
            gateway.raw(
                "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100."
                    + i
                    + ", 192.0.2.1\r\n\r\n");
        passed += answer.status() == 200 ? 1 : 0;
      }
      assertThat(passed).isBetween(2, 19);
    }
  }

  @Test
  void healthIsNeverThrottledAndMalformedRequestsAre() {
    try (var gateway = GatewayFixture.inFrontOf(tickets).rate(1).start()) {
      untilRefused(gateway, "");
      assertThat(gateway.raw("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n").status())
          .isIn(429, 400);
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void httpsByATrustedProxysWordTurnsOnTransportSecurity() {
    try (var gateway = GatewayFixture.inFrontOf(tickets).trusting("127.0.0.1").start()) {
      var answer =
          gateway.raw(
              "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: help.example.org\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
      assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
      var headers = tickets.next().headers();
      assertThat(headers.get("X-Forwarded-Proto")).isEqualTo("https");
      assertThat(headers.get("X-Forwarded-Host")).isEqualTo("help.example.org");
      assertThat(headers.get("X-Forwarded-For")).isEqualTo("203.0.113.9");
    }
  }

  /** At one request a second a new token may come at any moment, but not twenty times. */
  private static RawConnection.Answer untilRefused(GatewayFixture gateway, String header) {
    RawConnection.Answer answer = null;
    for (int i = 0; i < 20; i++) {
      answer = gateway.raw("GET /api/v1/nothing HTTP/1.1\r\nHost: a\r\n" + header + "\r\n");
      if (answer.status() == 429) {
        return answer;
      }
    }
    return answer;
  }
}
