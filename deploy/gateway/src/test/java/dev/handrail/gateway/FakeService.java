package dev.handrail.gateway;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service on real sockets: an API port that does what the test says, and a management port. */
final class FakeService implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final String name;
  private final HttpServer management;
  private final List<String> managementHits = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile Consumer<Received> behaviour = FakeService::ok;
  private volatile @Nullable Consumer<HttpServerRequest> early;
  private volatile @Nullable Consumer<ServerWebSocket> socket;
  private volatile String openApi = "{\"openapi\":\"3.1.0\",\"paths\":{}}";
  private @Nullable HttpServer api;
  private final int port = freePort();

  /** A request with its whole body. */
  record Received(HttpServerRequest request, Buffer body) {
    String uri() {
      return request.uri();
    }

    MultiMap headers() {
      return request.headers();
    }
  }

  FakeService(String name) {
    this.name = name;
    this.management =
        get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      managementHits.add(request.uri());
                      request.response().putHeader("content-type", "application/json").end(openApi);
                    })
                .listen(0, "127.0.0.1"));
    up();
  }

  private static void ok(Received received) {
    received.request().response().putHeader("content-type", "application/json").end("{}");
  }

  /** What every complete request is answered. */
  FakeService answering(Consumer<Received> answer) {
    behaviour = answer;
    return this;
  }

  /** Sees a request before its body; it must do everything itself. */
  FakeService handling(Consumer<HttpServerRequest> handler) {
    early = handler;
    return this;
  }

  /** Accepts WebSockets, whatever their path. */
  FakeService talking(Consumer<ServerWebSocket> handler) {
    socket = handler;
    return this;
  }

  FakeService describedBy(String document) {
    openApi = document;
    return this;
  }

  /** Listens, on the same port as before if there was one. */
  final void up() {
    var options =
        new HttpServerOptions().setMaxHeaderSize(64 * 1024).setMaxInitialLineLength(64 * 1024);
    var server = vertx.createHttpServer(options);
    server.requestHandler(this::receive);
    api = get(server.listen(port, "127.0.0.1"));
  }

  /**
   * Not one of those that outgoing connections get, so that it is still free after {@link #down}.
   */
  private static int freePort() {
    for (int tries = 0; tries < 1000; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; try another.
      }
    }
    throw new AssertionError("no free port");
  }

  private void receive(HttpServerRequest request) {
    var talk = socket;
    if (talk != null && request.headers().contains("Upgrade")) {
      request.toWebSocket().onSuccess(talk::accept);
      return;
    }
    var handler = early;
    if (handler != null) {
      received.add(new Received(request, Buffer.buffer()));
      handler.accept(request);
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              var whole = new Received(request, body);
              received.add(whole);
              behaviour.accept(whole);
            });
  }

  /** Closes the API port and every connection to it. */
  void down() {
    var running = api;
    if (running != null) {
      get(running.close());
      api = null;
    }
  }

  Service service() {
    return new Service(
        name, new Address("127.0.0.1", port), new Address("127.0.0.1", management.actualPort()));
  }

  int port() {
    return port;
  }

  /** The next request that reached the API port. */
  Received next() {
    try {
      Received next = received.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no request reached " + name);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** How many requests reached the API port and were not taken by {@link #next()}. */
  int waiting() {
    return received.size();
  }

  List<String> managementHits() {
    return managementHits;
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    get(vertx.close());
  }
}
