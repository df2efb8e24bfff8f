package dev.handrail.gateway;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.lang.System.Logger;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends a request on to its service and the answer back. Each event loop has its own. */
final class Forwarder {
  private static final Logger LOG = System.getLogger(Forwarder.class.getName());

  /** An answer of up to this size goes out in one piece, and only if it is complete. */
  private static final long SMALL_ANSWER = 64L * 1024;

  private static final int WAITING_REQUESTS = 1024;

  private final Vertx vertx;
  private final Limits limits;
  private final HttpClient requests;
  private final HttpClient streams;

  /**
   * @param connections at most so many to each service for requests; streams have more of their own
   */
  Forwarder(Vertx vertx, Limits limits, int connections, int openStreams) {
    this.vertx = vertx;
    this.limits = limits;
    var options =
        new HttpClientOptions()
            .setKeepAlive(true)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setConnectTimeout((int) limits.connect().toMillis())
            .setMaxHeaderSize(32 * 1024)
            .setTcpNoDelay(true);
    this.streams =
        vertx.createHttpClient(
            options, new PoolOptions().setHttp1MaxSize(openStreams).setMaxWaitQueueSize(0));
    // Vert.x copies the options, so that streams keep their patience.
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setIdleTimeout((int) limits.answer().toMillis());
    this.requests =
        vertx.createHttpClient(
            options,
            new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(WAITING_REQUESTS));
  }

  /** For connections that may be silent for long. */
  HttpClient streams() {
    return streams;
  }

  /** A request without a body. */
  void forward(Exchange exchange, Route route, Service service) {
    send(exchange, route, service, null, exchange.request.method().equals(HttpMethod.GET));
  }

  /** A request whose whole body is here. */
  void forward(Exchange exchange, Route route, Service service, Buffer body) {
    send(exchange, route, service, body, false);
  }

  private void send(
      Exchange exchange, Route route, Service service, @Nullable Buffer body, boolean mayRetry) {
    connect(exchange, route, service)
        .onSuccess(
            out -> {
              if (!begin(exchange, service, out)) {
                return;
              }
              Future<HttpClientResponse> answer;
              if (body != null) {
                answer = out.send(body);
              } else {
                if (exchange.request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
                  out.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
                }
                answer = out.send();
              }
              await(exchange, route, service, out, answer);
            })
        .onFailure(
            failure -> {
              if (mayRetry && exchange.isOpen()) {
                // Nothing was sent yet, and a service that is just being replaced is back soon.
                vertx.setTimer(
                    limits.retry().toMillis(),
                    timer -> send(exchange, route, service, null, false));
              } else {
                unavailable(exchange, service, failure);
              }
            });
  }

  /** A request whose body is passed on while it arrives. */
  void forwardStreaming(Exchange exchange, Route route, Service service, long limit) {
    exchange.request.pause();
    connect(exchange, route, service)
        .onSuccess(
            out -> {
              if (!begin(exchange, service, out)) {
                return;
              }
              String length = exchange.request.getHeader(HttpHeaders.CONTENT_LENGTH);
              if (length == null) {
                out.setChunked(true);
              } else {
                out.putHeader(HttpHeaders.CONTENT_LENGTH, length);
              }
              await(exchange, route, service, out, out.response());
              new Upload(exchange, out, limit).start();
            })
        .onFailure(failure -> unavailable(exchange, service, failure));
  }

  private Future<HttpClientRequest> connect(Exchange exchange, Route route, Service service) {
    var options =
        new RequestOptions()
            .setMethod(exchange.request.method())
            .setHost(service.api().host())
            .setPort(service.api().port())
            .setURI(exchange.request.uri())
            .setConnectTimeout(limits.answer().toMillis());
    return (route.kind() == Route.Kind.EVENTS ? streams : requests).request(options);
  }

  /** False if the client has gone in the meantime. */
  private static boolean begin(Exchange exchange, Service service, HttpClientRequest out) {
    if (!exchange.isOpen()) {
      out.reset();
      return false;
    }
    out.exceptionHandler(failure -> {});
    exchange.response.exceptionHandler(failure -> {});
    exchange.response.closeHandler(closed -> out.reset());
    ForwardedHeaders.toService(exchange, out.headers());
    out.headers().set(HttpHeaders.HOST, service.api().authority());
    return true;
  }

  private void await(
      Exchange exchange,
      Route route,
      Service service,
      HttpClientRequest out,
      Future<HttpClientResponse> answer) {
    answer
        .onSuccess(in -> answer(exchange, route, service, out, in))
        .onFailure(failure -> unavailable(exchange, service, failure));
  }

  private void answer(
      Exchange exchange,
      Route route,
      Service service,
      HttpClientRequest out,
      HttpClientResponse in) {
    if (!exchange.isOpen()) {
      out.reset();
      return;
    }
    int status = in.statusCode();
    if (status < 200 || status > 599) {
      out.reset();
      unavailable(exchange, service, new IllegalStateException("status " + status));
      return;
    }
    if (status >= 400 && !isProblem(in)) {
      explain(exchange, service, in);
      return;
    }
    exchange.response.setStatusCode(status);
    ForwardedHeaders.toClient(in.headers(), exchange.response.headers(), service);
    long length = length(in);
    if (exchange.isHead() || status == 204 || status == 304 || length == 0) {
      exchange.decorate();
      in.end()
          .onComplete(end -> finish(exchange, service, end.succeeded() ? null : end.cause(), null));
    } else if (length > 0 && length <= SMALL_ANSWER) {
      exchange.decorate();
      in.body()
          .onSuccess(body -> finish(exchange, service, null, body))
          .onFailure(failure -> finish(exchange, service, failure, null));
    } else {
      stream(exchange, route, out, in, length);
    }
  }

  private void finish(
      Exchange exchange, Service service, @Nullable Throwable failure, @Nullable Buffer body) {
    if (!exchange.isOpen()) {
      return;
    }
    if (failure != null) {
      exchange.response.headers().clear();
      unavailable(exchange, service, failure);
    } else if (body == null) {
      exchange.response.end();
    } else {
      exchange.response.end(body);
    }
  }

  /** Passes the bytes on as they come, no faster than the client reads them. */
  private static void stream(
      Exchange exchange, Route route, HttpClientRequest out, HttpClientResponse in, long length) {
    if (length < 0) {
      exchange.response.setChunked(true);
    }
    if (route.kind() == Route.Kind.EVENTS) {
      exchange.discount();
      Wire.allowSilence(exchange.request.connection());
      exchange.response.putHeader("X-Accel-Buffering", "no");
    }
    exchange.decorate();
    if (length < 0 && exchange.response.isChunked()) {
      // The head of a stream must not wait for its first event.
      exchange.response.writeHead();
    }
    in.pipe()
        .endOnFailure(false)
        .to(exchange.response)
        .onFailure(
            failure -> {
              out.reset();
              exchange.abort();
            });
  }

  /** An error in a form that is not ours may tell of the inside; only its status passes. */
  private static void explain(Exchange exchange, Service service, HttpClientResponse in) {
    LOG.log(
        Logger.Level.WARNING,
        "{0} answered {1} without a problem document; request {2}",
        service.name(),
        in.statusCode(),
        exchange.id);
    in.handler(chunk -> {});
    in.exceptionHandler(failure -> {});
    for (CharSequence name :
        new CharSequence[] {"WWW-Authenticate", HttpHeaders.RETRY_AFTER, HttpHeaders.ALLOW}) {
      String value = in.getHeader(name);
      if (value != null) {
        exchange.response.putHeader(name, value);
      }
    }
    exchange.refuse(Problem.unexplained(in.statusCode()));
  }

  static boolean isProblem(HttpClientResponse in) {
    String type = in.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && type.regionMatches(true, 0, Problem.MEDIA_TYPE, 0, Problem.MEDIA_TYPE.length());
  }

  private static long length(HttpClientResponse in) {
    String length = in.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return -1;
    }
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException e) {
      // The client of Vert.x has read the body by another rule; so it is passed on as it comes.
      return -1;
    }
  }

  /** 503 if the client can still be told, else a cut connection. */
  static void unavailable(Exchange exchange, Service service, Throwable failure) {
    if (exchange.isOpen()) {
      LOG.log(
          Logger.Level.WARNING,
          "{0} is not available for request {1}: {2}",
          service.name(),
          exchange.id,
          failure.toString());
      exchange.refuse(Problem.unavailable());
    } else if (!exchange.response.ended()) {
      exchange.abort();
    }
  }

  /** Pipes an upload and counts it. */
  private static final class Upload {
    private final Exchange exchange;
    private final HttpClientRequest out;
    private final long limit;
    private final Context context = Vertx.currentContext();
    private long passed;
    private boolean over;

    Upload(Exchange exchange, HttpClientRequest out, long limit) {
      this.exchange = exchange;
      this.out = out;
      this.limit = limit;
    }

    void start() {
      var in = exchange.request;
      in.exceptionHandler(failure -> out.reset());
      in.handler(this::pass);
      in.endHandler(
          end -> {
            if (!over) {
              out.end();
            }
          });
      out.drainHandler(drained -> context.runOnContext(next -> in.resume()));
      in.resume();
    }

    private void pass(Buffer chunk) {
      if (over) {
        return;
      }
      passed += chunk.length();
      if (passed > limit || !exchange.isOpen()) {
        over = true;
        exchange.refuse(Problem.bodyTooLarge(limit));
        out.reset();
        return;
      }
      out.write(chunk);
      if (out.writeQueueFull()) {
        exchange.request.pause();
      }
    }
  }
}
