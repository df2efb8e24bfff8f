package dev.handrail.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request and its answer, with what every answer of the gateway carries. */
final class Exchange {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  static final CharSequence CONTENT_SECURITY_POLICY =
      HttpHeaders.createOptimized("Content-Security-Policy");

  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("X-Frame-Options");
  private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
  private static final CharSequence REFERRER_POLICY =
      HttpHeaders.createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence INERT =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence TRANSPORT_SECURITY =
      HttpHeaders.createOptimized("Strict-Transport-Security");
  private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * A refused body of up to this size is read and forgotten; of a larger one the connection is cut.
   */
  private static final long FORGETTABLE_BODY = 64L * 1024;

  /** How long a refused client may go on sending, so that it gets to read why. */
  private static final long LINGER_MILLIS = 1000;

  final HttpServerRequest request;
  final HttpServerResponse response;
  final Client client;
  final String id;

  private final Cors cors;
  private final InFlight inFlight;
  private final @Nullable String path;
  private boolean counted;

  /**
   * @param path for {@code instance}; null if the request has none that can be read
   */
  Exchange(
      HttpServerRequest request,
      Client client,
      Cors cors,
      InFlight inFlight,
      @Nullable String path) {
    this.request = request;
    this.response = request.response();
    this.client = client;
    this.cors = cors;
    this.inFlight = inFlight;
    this.path = path;
    String offered = request.getHeader(REQUEST_ID);
    this.id =
        offered != null && SANE_ID.matcher(offered).matches()
            ? offered
            : UUID.randomUUID().toString();
  }

  /** From now on until its end a stopping gateway waits for it. */
  void count() {
    counted = true;
    inFlight.begin();
    response.endHandler(end -> discount());
  }

  /** It may never end; a stopping gateway does not wait for it any more. */
  void discount() {
    if (counted) {
      counted = false;
      inFlight.end();
    }
  }

  /** Whether nothing has been answered yet and the client is still there. */
  boolean isOpen() {
    return !response.headWritten() && !response.ended() && !response.closed();
  }

  /** Sets the headers that every answer carries; a content security policy already set is kept. */
  void decorate() {
    MultiMap headers = response.headers();
    headers.set(REQUEST_ID, id);
    headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    headers.set(FRAME_OPTIONS, DENY);
    headers.set(REFERRER_POLICY, NO_REFERRER);
    if (!headers.contains(CONTENT_SECURITY_POLICY)) {
      headers.set(CONTENT_SECURITY_POLICY, INERT);
    }
    if (client.https()) {
      headers.set(TRANSPORT_SECURITY, ONE_YEAR);
    }
    cors.decorate(headers, request.getHeader(HttpHeaders.ORIGIN));
    if (inFlight.isStopping()) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** Answers from memory. */
  void answer(int status, String contentType, Buffer body) {
    if (!isOpen()) {
      return;
    }
    response.setStatusCode(status);
    response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    decorate();
    if (isHead()) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      response.end();
    } else {
      response.end(body);
    }
  }

  /** Answers without a body. */
  void answer(int status) {
    if (isOpen()) {
      response.setStatusCode(status);
      decorate();
      response.end();
    }
  }

  /**
   * Answers with a problem; the body of the request, if any is still to come, is not waited for.
   */
  void refuse(Problem problem) {
    if (!isOpen()) {
      return;
    }
    boolean cut = hasMuchToSend();
    if (cut) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (!problem.allowed().isEmpty()) {
      response.putHeader(HttpHeaders.ALLOW, String.join(", ", problem.allowed()));
    }
    if (problem.retryAfter() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter()));
    }
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    answer(problem.status(), Problem.MEDIA_TYPE, problem.body(path));
    forgetBody();
    if (cut) {
      cutAfterReading();
    }
  }

  /** Gives up on an answer that has begun: the client sees it cut off. */
  void abort() {
    discount();
    response.reset();
  }

  boolean isHead() {
    return request.method().equals(HttpMethod.HEAD);
  }

  private boolean hasMuchToSend() {
    if (request.isEnded()) {
      return false;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || request.headers().contains(HttpHeaders.EXPECT)
        || (length != null && !isForgettable(length));
  }

  /** Of an unreadable request even the length may be nonsense. */
  private static boolean isForgettable(String length) {
    try {
      return Long.parseLong(length) <= FORGETTABLE_BODY;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void forgetBody() {
    if (!request.isEnded()) {
      request.exceptionHandler(failure -> {});
      request.handler(chunk -> {});
      request.endHandler(end -> {});
      request.resume();
    }
  }

  /** Closing at once would make the client's system throw our answer away (a TCP reset). */
  private void cutAfterReading() {
    var connection = request.connection();
    if (!request.isEnded()) {
      request.endHandler(end -> connection.close());
    }
    Vertx.currentContext().owner().setTimer(LINGER_MILLIS, timer -> connection.close());
  }
}
