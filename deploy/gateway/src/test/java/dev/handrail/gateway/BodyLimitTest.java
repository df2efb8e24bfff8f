package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyLimitTest {
  private static final int LIMIT = 64 * 1024;
  private static final int UPLOAD = 1024 * 1024;

  private FakeService tickets;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    tickets = new FakeService("ticket-service");
    gateway = GatewayFixture.inFrontOf(tickets).start();
  }

  @AfterEach
  void stop() {
    gateway.close();
    tickets.close();
  }

  @Test
  void aBodyUpToTheLimitPasses() {
    assertThat(gateway.post("/api/v1/tickets", "a".repeat(LIMIT)).statusCode()).isEqualTo(200);
    assertThat(tickets.next().body().length()).isEqualTo(LIMIT);
    assertThat(gateway.raw(chunked("/api/v1/tickets", LIMIT)).status()).isEqualTo(200);
    assertThat(tickets.next().body().length()).isEqualTo(LIMIT);
  }

  @Test
  void oneByteMoreIsTooLargeWithAndWithoutALength() {
    var answer = gateway.post("/api/v1/tickets", "a".repeat(LIMIT + 1));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("/problems/too-large").contains("65536 bytes");
    assertThat(gateway.raw(chunked("/api/v1/tickets", LIMIT + 1)).status()).isEqualTo(413);
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void aDeclaredSizeIsRefusedBeforeTheBodyComes() {
    try (var connection = gateway.connect()) {
      connection.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
      var answer = connection.receive();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(connection.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void anEndlessBodyIsAnsweredAndCut() {
    try (var connection = gateway.connect()) {
      connection.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "1000\r\n" + "a".repeat(0x1000) + "\r\n";
      connection.send(chunk.repeat(17));
      assertThat(connection.receive().status()).isEqualTo(413);
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      boolean cut = false;
      while (!cut && System.nanoTime() < until) {
        cut = !connection.trySend(chunk.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(cut).isTrue();
    }
  }

  @Test
  void theClientIsToldToGoOnOnlyIfItMay() {
    try (var connection = gateway.connect()) {
      connection.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(connection.receiveHead().status()).isEqualTo(100);
      connection.send("{}");
      assertThat(connection.receive().status()).isEqualTo(200);
      assertThat(tickets.next().headers().contains("Expect")).isFalse();
    }
    assertThat(
            gateway
                .raw(
                    "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 70000\r\n\r\n")
                .status())
        .isEqualTo(413);
  }

  @Test
  void anUploadMayBeLargerAndPassesWhileItComes() {
    var answer = gateway.post("/api/v1/attachments", "a".repeat(UPLOAD));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(tickets.next().body().length()).isEqualTo(UPLOAD);
    assertThat(gateway.raw(chunked("/api/v1/attachments", UPLOAD)).status()).isEqualTo(200);
    assertThat(tickets.next().body().length()).isEqualTo(UPLOAD);
  }

  @Test
  void anUploadIsCountedToo() {
    assertThat(gateway.post("/api/v1/attachments", "a".repeat(UPLOAD + 1)).statusCode())
        .isEqualTo(413);
    assertThat(tickets.waiting()).isZero();
    assertThat(gateway.raw(chunked("/api/v1/attachments", UPLOAD + 1)).status()).isEqualTo(413);
    // It began to arrive, but never as a whole.
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void aBodyThatTricklesInIsRefusedBeforeAServiceHearsOfIt() {
    try (var impatient =
            GatewayFixture.inFrontOf(tickets)
                .limits(withBodyArrival(Duration.ofMillis(300), 16 * 1024 * 1024))
                .start();
        var connection = impatient.connect()) {
      connection.send("POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
      assertThat(connection.receive().status()).isEqualTo(408);
      assertThat(tickets.waiting()).isZero();
    }
  }

  @Test
  void allBodiesTogetherAreBounded() {
    try (var small =
            GatewayFixture.inFrontOf(tickets)
                .limits(withBodyArrival(Duration.ofSeconds(20), 100 * 1024))
                .start();
        var first = small.connect();
        var second = small.connect()) {
      String head = "POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nContent-Length: 60001\r\n\r\n";
      first.send(head + "a".repeat(60_000));
      second.send(head + "a".repeat(60_000));
      // One of them is too much; when it has gone, the other can be finished.
      RawConnection loser = firstToAnswer(first, second);
      RawConnection winner = loser == first ? second : first;
      assertThat(loser.receive().status()).isEqualTo(503);
      winner.send("a");
      assertThat(winner.receive().status()).isEqualTo(200);
      assertThat(tickets.next().body().length()).isEqualTo(60_001);
      // What was held is given back.
      for (int i = 0; i < 10; i++) {
        assertThat(small.post("/api/v1/tickets", "a".repeat(60_000)).statusCode()).isEqualTo(200);
      }
    }
  }

  private static RawConnection firstToAnswer(RawConnection first, RawConnection second) {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < until) {
      if (first.hasAnswer()) {
        return first;
      }
      if (second.hasAnswer()) {
        return second;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("neither was answered");
  }

  private static Limits withBodyArrival(Duration arrival, long buffered) {
    var usual = GatewayFixture.limits();
    return new Limits(
        usual.target(),
        usual.headers(),
        usual.body(),
        usual.upload(),
        buffered,
        usual.head(),
        arrival,
        usual.connect(),
        usual.retry(),
        usual.answer(),
        usual.idle(),
        usual.drain());
  }

  private static String chunked(String target, int size) {
    var request =
        new StringBuilder(
            "POST " + target + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int left = size; left > 0; left -= 4096) {
      int now = Math.min(left, 4096);
      request
          .append(Integer.toHexString(now))
          .append("\r\n")
          .append("a".repeat(now))
          .append("\r\n");
    }
    return request.append("0\r\n\r\n").toString();
  }
}
