package dev.handrail.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Passes a WebSocket through: the handshake as HTTP, then bytes both ways, neither side faster than
 * the other reads. Frames, extensions and subprotocols are between client and service.
 */
final class Tunnel {
  private static final CharSequence UPGRADE = HttpHeaders.createOptimized("Upgrade");

  private final HttpClient streams;
  private final Cors cors;

  Tunnel(HttpClient streams, Cors cors) {
    this.streams = streams;
    this.cors = cors;
  }

  void open(Exchange exchange, Service service) {
    Problem problem = handshakeProblem(exchange.request);
    if (problem != null) {
      exchange.response.putHeader(UPGRADE, "websocket");
      exchange.refuse(problem);
      return;
    }
    exchange.request.pause();
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(service.api().host())
            .setPort(service.api().port())
            .setURI(exchange.request.uri());
    streams
        .request(options)
        .onSuccess(out -> handshake(exchange, service, out))
        .onFailure(failure -> Forwarder.unavailable(exchange, service, failure));
  }

  private @Nullable Problem handshakeProblem(HttpServerRequest request) {
    MultiMap headers = request.headers();
    String connection = headers.get(HttpHeaders.CONNECTION);
    if (!request.method().equals(HttpMethod.GET)) {
      return Problem.methodNotAllowed(java.util.List.of("GET"));
    }
    if (request.version() != HttpVersion.HTTP_1_1
        || !"websocket".equalsIgnoreCase(headers.get(UPGRADE))
        || connection == null
        || !connection.toLowerCase(Locale.ROOT).contains("upgrade")
        || !"13".equals(headers.get("Sec-WebSocket-Version"))
        || headers.get("Sec-WebSocket-Key") == null) {
      return Problem.upgradeRequired();
    }
    // Browsers ask nobody before they open a WebSocket, so the origin is checked here.
    String origin = headers.get(HttpHeaders.ORIGIN);
    if (origin != null && !cors.isAllowed(origin) && !isOwn(origin, headers)) {
      return Problem.originNotAllowed();
    }
    return null;
  }

  private static boolean isOwn(String origin, MultiMap headers) {
    String host = headers.get(HttpHeaders.HOST);
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  private void handshake(Exchange exchange, Service service, HttpClientRequest out) {
    if (!exchange.isOpen()) {
      out.reset();
      return;
    }
    out.exceptionHandler(failure -> {});
    exchange.response.exceptionHandler(failure -> {});
    exchange.response.closeHandler(closed -> out.reset());
    ForwardedHeaders.toService(exchange, out.headers());
    out.headers().set(HttpHeaders.HOST, service.api().authority());
    out.headers().set(HttpHeaders.CONNECTION, UPGRADE);
    out.headers().set(UPGRADE, HttpHeaders.WEBSOCKET);
    out.connect()
        .onSuccess(
            in -> {
              if (in.statusCode() == 101 && exchange.isOpen()) {
                join(exchange, service, in);
              } else {
                reject(exchange, service, out, in);
              }
            })
        .onFailure(failure -> Forwarder.unavailable(exchange, service, failure));
  }

  private static void join(Exchange exchange, Service service, HttpClientResponse in) {
    NetSocket far = in.netSocket();
    // The service may have sent frames already; they wait for the client's side.
    far.pause();
    ForwardedHeaders.toClient(in.headers(), exchange.response.headers(), service);
    exchange.response.putHeader(HttpHeaders.CONNECTION, UPGRADE);
    exchange.response.putHeader(UPGRADE, HttpHeaders.WEBSOCKET);
    exchange.response.headers().set(Exchange.REQUEST_ID, exchange.id);
    var connection = exchange.request.connection();
    exchange
        .request
        .toNetSocket()
        .onSuccess(
            near -> {
              exchange.discount();
              Wire.allowSilence(connection);
              couple(near, far, in.request().connection());
            })
        .onFailure(
            failure -> {
              exchange.discount();
              far.close();
            });
  }

  private static void couple(
      NetSocket near, NetSocket far, io.vertx.core.http.HttpConnection farConnection) {
    // The socket of a client connection never reports a full queue, so it is asked of the wire.
    Wire.onDrained(farConnection, near::resume);
    near.exceptionHandler(failure -> far.close());
    // The end comes after the last byte that was read; the close may come before it.
    near.endHandler(end -> far.end());
    near.handler(
        bytes -> {
          far.write(bytes);
          if (Wire.isFull(farConnection)) {
            near.pause();
          }
        });
    far.pipeTo(near).onComplete(end -> near.close());
    near.resume();
  }

  private static void reject(
      Exchange exchange, Service service, HttpClientRequest out, HttpClientResponse in) {
    in.body()
        .onComplete(
            body -> {
              out.reset();
              if (!exchange.isOpen()) {
                return;
              }
              int status = in.statusCode();
              if (body.succeeded() && status >= 400 && Forwarder.isProblem(in)) {
                ForwardedHeaders.toClient(in.headers(), exchange.response.headers(), service);
                exchange.answer(status, Problem.MEDIA_TYPE, body.result());
              } else {
                exchange.refuse(
                    status >= 400 && status < 600
                        ? Problem.unexplained(status)
                        : Problem.unavailable());
              }
            });
  }
}
