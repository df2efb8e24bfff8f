package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services that are away, slow or broken. */
class OutageTest {
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
  void aServiceThatIsDownIsA503AndIsBackAsSoonAsItIsUp() {
    for (int round = 0; round < 3; round++) {
      assertThat(gateway.get("/api/v1/tickets").statusCode()).isEqualTo(200);
      tickets.down();
      assertUnavailable(gateway.get("/api/v1/tickets"));
      assertUnavailable(gateway.post("/api/v1/tickets", "{}"));
      assertUnavailable(gateway.post("/api/v1/attachments", "abc"));
      tickets.up();
      assertThat(gateway.post("/api/v1/tickets", "{}").statusCode()).isEqualTo(200);
    }
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    var problem = new JsonObject(answer.body());
    assertThat(problem.getString("type")).isEqualTo("/problems/unavailable");
    assertThat(problem.getInteger("retryAfter")).isEqualTo(1);
    assertThat(answer.body()).doesNotContain("127.0.0.1", "Exception", "refused");
  }

  @Test
  void aServiceThatDoesNotAnswerIsA503() {
    try (var impatient =
        GatewayFixture.inFrontOf(tickets)
            .limits(limits(Duration.ofMillis(20), Duration.ofMillis(300)))
            .start()) {
      tickets.handling(request -> {});
      assertUnavailable(impatient.get("/api/v1/tickets"));
      tickets.next();
      assertUnavailable(impatient.post("/api/v1/tickets", "{}"));
      tickets.next();
      // A request that was sent is not sent again, not even a GET.
      assertThat(tickets.waiting()).isZero();
    }
  }

  @Test
  void aServiceThatHangsUpIsA503AndIsNotAskedTwice() {
    tickets.handling(request -> request.connection().close());
    assertUnavailable(gateway.get("/api/v1/tickets"));
    tickets.next();
    assertUnavailable(gateway.post("/api/v1/tickets", "{}"));
    tickets.next();
    assertThat(tickets.waiting()).isZero();
  }

  @Test
  void aGetThatFoundNobodyIsTriedOnceMore() throws Exception {
    try (var patient =
        GatewayFixture.inFrontOf(tickets)
            .limits(limits(Duration.ofSeconds(2), Duration.ofSeconds(20)))
            .start()) {
      tickets.down();
      try (var get = patient.connect()) {
        get.send("GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\n\r\n");
        // When a later POST has been refused, the first try of the GET has failed too.
        assertThat(patient.post("/api/v1/tickets", "{}").statusCode()).isEqualTo(503);
        tickets.up();
        assertThat(get.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aShortAnswerThatBreaksOffIsA503AndALongOneIsCut() {
    tickets.handling(
        request -> {
          boolean shortOne = request.uri().endsWith("short");
          request
              .response()
              .putHeader("Content-Length", shortOne ? "1000" : "1000000")
              .write("begun")
              .onComplete(written -> request.connection().close());
        });
    assertUnavailable(gateway.get("/api/v1/tickets/short"));
    try (var connection = gateway.connect()) {
      connection.send("GET /api/v1/tickets/long HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(connection.receiveHead().status()).isEqualTo(200);
      assertThat(connection.read(5)).isEqualTo("begun");
      assertThat(connection.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void nonsenseInsteadOfHttpIsA503() throws Exception {
    try (var nonsense = new ServerSocket(0);
        var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var service =
          new Service(
              "ticket-service",
              new Address("127.0.0.1", nonsense.getLocalPort()),
              new Address("127.0.0.1", 1));
      var talk =
          thread.submit(
              () -> {
                try (var socket = nonsense.accept()) {
                  socket.getInputStream().read(new byte[1]);
                  socket
                      .getOutputStream()
                      .write("what do you want?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  return socket.getInputStream().readAllBytes().length;
                }
              });
      try (var odd = GatewayFixture.inFrontOf(service).start()) {
        assertUnavailable(odd.post("/api/v1/tickets", "{}"));
      }
      // The gateway has hung up.
      assertThat(talk.get(10, TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  void aClientThatLeavesFreesTheService() {
    var left = new CompletableFuture<Void>();
    tickets.handling(request -> request.response().closeHandler(closed -> left.complete(null)));
    try (var connection = gateway.connect()) {
      connection.send("GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\n\r\n");
      tickets.next();
    }
    assertThat(left).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void moreRequestsThanConnectionsAreAllAnswered() {
    tickets.answering(
        received ->
            Vertx.currentContext()
                .owner()
                .setTimer(20, later -> received.request().response().end("{}")));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 600)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(() -> gateway.get("/api/v1/tickets"), executor))
              .toList();
      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }
  }

  private static Limits limits(Duration retry, Duration answer) {
    var usual = GatewayFixture.limits();
    return new Limits(
        usual.target(),
        usual.headers(),
        usual.body(),
        usual.upload(),
        usual.bufferedBodies(),
        usual.head(),
        usual.bodyArrival(),
        usual.connect(),
        retry,
        answer,
        usual.idle(),
        usual.drain());
  }
}
