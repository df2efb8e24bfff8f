package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-sent events and WebSockets through the gateway. */
class LiveTest {
  private FakeService notifications;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    notifications = new FakeService("notification-service");
    gateway = GatewayFixture.inFrontOf(notifications).origin("https://help.example.org").start();
  }

  @AfterEach
  void stop() {
    gateway.close();
    notifications.close();
  }

  @Test
  void anEventArrivesWhileTheStreamIsOpen() {
    var closed = new CompletableFuture<Void>();
    var next = new LinkedBlockingQueue<Runnable>();
    notifications.handling(
        request -> {
          var response = request.response();
          response.closeHandler(gone -> closed.complete(null));
          response.setChunked(true).putHeader("Content-Type", "text/event-stream").writeHead();
          next.add(() -> response.write("id: 1\ndata: {}\n\n"));
          next.add(() -> response.write("id: 2\ndata: {}\n\n"));
        });
    try (var connection = gateway.connect()) {
      connection.send(
          "GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nLast-Event-ID: 7\r\n\r\n");
      var head = connection.receiveHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(head.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(notifications.next().headers().get("Last-Event-ID")).isEqualTo("7");
      take(next).run();
      assertThat(connection.chunk()).isEqualTo("id: 1\ndata: {}\n\n");
      take(next).run();
      assertThat(connection.chunk()).isEqualTo("id: 2\ndata: {}\n\n");
      assertThat(closed).isNotDone();
    }
    // The client has gone, and the service hears of it.
    assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void silenceDoesNotEndAStreamNorAWebSocket() {
    var patience = GatewayFixture.limits();
    var limits =
        new Limits(
            patience.target(),
            patience.headers(),
            patience.body(),
            patience.upload(),
            patience.bufferedBodies(),
            patience.head(),
            patience.bodyArrival(),
            patience.connect(),
            patience.retry(),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            patience.drain());
    var late = new LinkedBlockingQueue<Runnable>();
    notifications.handling(
        request -> {
          var response = request.response().setChunked(true);
          response.writeHead();
          late.add(() -> response.write("late"));
        });
    notifications.talking(webSocket -> webSocket.textMessageHandler(webSocket::writeTextMessage));
    try (var impatient = GatewayFixture.inFrontOf(notifications).limits(limits).start();
        var connection = impatient.connect();
        var ordinary = impatient.connect()) {
      connection.send("GET /api/v1/stream HTTP/1.1\r\nHost: a\r\n\r\n").receiveHead();
      var listener = new Listener();
      var webSocket = open(impatient, "/api/v1/live", listener);
      ordinary.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n").receive();
      // An ordinary connection is closed for less; when that has happened, twice the time has gone.
      assertThat(ordinary.isClosedByPeer()).isTrue();
      try (var second = impatient.connect()) {
        assertThat(second.isClosedByPeer()).isTrue();
      }
      take(late).run();
      assertThat(connection.chunk()).isEqualTo("late");
      webSocket.sendText("still here", true).join();
      assertThat(take(listener.texts)).isEqualTo("still here");
    }
  }

  @Test
  void aStreamThatNobodyReadsHoldsTheServiceBack() {
    var full = new CompletableFuture<Void>();
    notifications.handling(
        request -> {
          var response = request.response().setChunked(true);
          fill(response, full);
        });
    try (var connection = gateway.connect()) {
      connection.send("GET /api/v1/stream HTTP/1.1\r\nHost: a\r\n\r\n").receiveHead();
      assertThat(full).succeedsWithin(20, TimeUnit.SECONDS);
    }
  }

  private static void fill(HttpServerResponse response, CompletableFuture<Void> full) {
    Buffer block = Buffer.buffer(new byte[64 * 1024]);
    // Far more than all buffers on the way take; it ends when the gateway stops reading.
    for (int i = 0; i < 16 && !response.writeQueueFull(); i++) {
      response.write(block);
    }
    if (response.writeQueueFull()) {
      long timer = Vertx.currentContext().owner().setTimer(500, quiet -> full.complete(null));
      response.drainHandler(
          drained -> {
            Vertx.currentContext().owner().cancelTimer(timer);
            fill(response, full);
          });
    } else {
      Vertx.currentContext().runOnContext(next -> fill(response, full));
    }
  }

  @Test
  void aWebSocketEchoesTextAndBytesAndItsEnd() {
    var targets = new LinkedBlockingQueue<String>();
    notifications.talking(
        webSocket -> {
          targets.add(webSocket.uri());
          webSocket.textMessageHandler(text -> webSocket.writeTextMessage("echo " + text));
          webSocket.binaryMessageHandler(webSocket::writeBinaryMessage);
        });
    var listener = new Listener();
    var webSocket = open(gateway, "/api/v1/live?ticket=abc", listener);
    assertThat(take(targets)).isEqualTo("/api/v1/live?ticket=abc");
    webSocket.sendText("hello", true).join();
    assertThat(take(listener.texts)).isEqualTo("echo hello");
    byte[] bytes = new byte[3_000];
    bytes[2_999] = 7;
    webSocket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    assertThat(take(listener.binaries)).isEqualTo(bytes.length);
    webSocket.sendClose(4001, "enough").join();
    assertThat(listener.closed).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(4001);
  }

  @Test
  void whatTheServiceSaysAtOnceIsNotLost() {
    notifications.talking(
        webSocket -> {
          for (int i = 0; i < 50; i++) {
            webSocket.writeTextMessage("welcome " + i);
          }
        });
    for (int round = 0; round < 20; round++) {
      var listener = new Listener();
      var webSocket = open(gateway, "/api/v1/live", listener);
      for (int i = 0; i < 50; i++) {
        assertThat(take(listener.texts)).isEqualTo("welcome " + i);
      }
      webSocket.abort();
    }
  }

  @Test
  void manyBytesPassBothWaysUnharmed() {
    var total = new AtomicLong();
    notifications.talking(
        webSocket ->
            webSocket.frameHandler(
                frame -> {
                  total.addAndGet(frame.binaryData().length());
                  webSocket.writeFrame(frame);
                  if (webSocket.writeQueueFull()) {
                    webSocket.pause();
                    webSocket.drainHandler(drained -> webSocket.resume());
                  }
                }));
    var listener = new Listener();
    var webSocket = open(gateway, "/api/v1/live", listener);
    byte[] block = new byte[32 * 1024];
    long received = 0;
    for (int i = 0; i < 200; i++) {
      webSocket.sendBinary(ByteBuffer.wrap(block), true).join();
    }
    while (received < 200L * block.length) {
      received += take(listener.binaries);
    }
    assertThat(received).isEqualTo(200L * block.length);
    assertThat(total.get()).isEqualTo(received);
  }

  @Test
  void aServiceThatDoesNotReadHoldsTheClientBackAndThenGetsEverything() {
    var sockets = new LinkedBlockingQueue<ServerWebSocket>();
    var total = new AtomicLong();
    notifications.talking(
        webSocket -> {
          webSocket.frameHandler(frame -> total.addAndGet(frame.binaryData().length()));
          webSocket.closeHandler(end -> total.addAndGet(1_000_000_000_000L));
          webSocket.pause();
          sockets.add(webSocket);
        });
    try (var connection = gateway.connect()) {
      connection.send(handshake("/api/v1/live", ""));
      assertThat(connection.receiveHead().status()).isEqualTo(101);
      ServerWebSocket slow = take(sockets);
      byte[] frame = frame(60_000);
      var sender =
          CompletableFuture.supplyAsync(
              () -> {
                long sent = 0;
                for (int i = 0; i < 1_000; i++) {
                  connection.send(frame);
                  sent += 60_000;
                }
                return sent;
              });
      // Sixty megabytes do not fit into the buffers of the sockets: the sender has to wait.
      assertThat(sender).failsWithin(1, TimeUnit.SECONDS);
      slow.resume();
      assertThat(sender).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(60_000_000L);
    }
    // The connection was closed after the last byte, so the end comes last.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (total.get() < 1_000_000_000_000L && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(total.get()).isEqualTo(1_000_060_000_000L);
  }

  /** One final binary frame, masked with zeros. */
  private static byte[] frame(int size) {
    byte[] frame = new byte[8 + size];
    frame[0] = (byte) 0x82;
    frame[1] = (byte) (0x80 | 126);
    frame[2] = (byte) (size >> 8);
    frame[3] = (byte) size;
    return frame;
  }

  private static String handshake(String target, String more) {
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: a.example:8080\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + more
        + "\r\n";
  }

  @Test
  void aPageOfAnotherOriginOpensNothing() {
    notifications.talking(webSocket -> webSocket.writeTextMessage("secret"));
    for (String origin : new String[] {"https://evil.example", "null", "http://a.example"}) {
      var answer = gateway.raw(handshake("/api/v1/live", "Origin: " + origin + "\r\n"));
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.json().getString("type")).isEqualTo("/problems/origin-not-allowed");
    }
    for (String origin : new String[] {"https://help.example.org", "http://a.example:8080"}) {
      try (var connection = gateway.connect()) {
        connection.send(handshake("/api/v1/live", "Origin: " + origin + "\r\n"));
        assertThat(connection.receiveHead().status()).as(origin).isEqualTo(101);
      }
    }
  }

  @Test
  void theHandshakeMustBeOne() {
    notifications.talking(webSocket -> {});
    for (String request :
        new String[] {
          "GET /api/v1/live HTTP/1.1\r\nHost: a\r\n\r\n",
          handshake("/api/v1/live", "").replace("Version: 13", "Version: 8"),
          handshake("/api/v1/live", "").replace("websocket", "h2c"),
          handshake("/api/v1/live", "").replace("keep-alive, Upgrade", "keep-alive"),
        }) {
      var answer = gateway.raw(request);
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
    assertThat(notifications.waiting()).isZero();
  }

  @Test
  void elsewhereAnUpgradeIsJustARequest() {
    notifications.answering(
        received ->
            received.request().response().end("plain " + received.headers().contains("Upgrade")));
    assertThat(gateway.raw(handshake("/api/v1/notifications", "")).body()).isEqualTo("plain false");
  }

  @Test
  void aRefusalOfTheServiceIsPassedOn() {
    notifications.handling(
        request ->
            request
                .response()
                .setStatusCode(401)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"type\":\"/problems/unauthorized\"}"));
    var answer = gateway.raw(handshake("/api/v1/live", ""));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    assertThat(answer.body()).isEqualTo("{\"type\":\"/problems/unauthorized\"}");
  }

  @Test
  void aServiceThatIsAwayIsSaidSo() {
    notifications.down();
    assertThat(gateway.raw(handshake("/api/v1/live", "")).status()).isEqualTo(503);
    assertThat(gateway.get("/api/v1/stream").statusCode()).isEqualTo(503);
  }

  private static WebSocket open(GatewayFixture gateway, String target, Listener listener) {
    try {
      return gateway
          .client()
          .newWebSocketBuilder()
          .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + target), listener)
          .get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Listener implements WebSocket.Listener {
    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> binaries = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private int binary;

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      binary += data.remaining();
      if (last) {
        binaries.add(binary);
        binary = 0;
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      closed.complete(status);
      return null;
    }
  }
}
