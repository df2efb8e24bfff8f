package dev.handrail.gateway;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.lang.System.Logger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request meets first. Cheap refusals come first: the rate limit needs only the head of
 * a request, and nothing reaches a service that is not plainly a request for one of its routes.
 */
final class FrontDoor implements Handler<HttpServerRequest> {
  private static final Logger LOG = System.getLogger(FrontDoor.class.getName());
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);
  private static final List<String> METHOD_NAMES =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final List<String> READING = List.of("GET", "HEAD", "OPTIONS");

  /** A host name or address with an optional port, as in a Host header. */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");

  private static final String JSON = "application/json";
  private static final Buffer UP = Buffer.buffer("{\"status\":\"up\"}");
  private static final Buffer STOPPING = Buffer.buffer("{\"status\":\"stopping\"}");
  private static final Buffer WELCOME =
      Buffer.buffer(
          "{\"name\":\"Handrail\",\"docs\":\"/docs\",\"openapi\":\"/openapi\",\"health\":\"/health\"}");

  private final Map<String, Service> services;
  private final Limits limits;
  private final Cors cors;
  private final ClientAddresses addresses;
  private final RateLimit rateLimit;
  private final InFlight inFlight;
  private final ApiDocument apiDocument;
  private final DocsPage docsPage;
  private final Forwarder forwarder;
  private final Tunnel tunnel;

  FrontDoor(
      Map<String, Service> services,
      Limits limits,
      Cors cors,
      ClientAddresses addresses,
      RateLimit rateLimit,
      InFlight inFlight,
      ApiDocument apiDocument,
      DocsPage docsPage,
      Forwarder forwarder,
      Tunnel tunnel) {
    this.services = Map.copyOf(services);
    this.limits = limits;
    this.cors = cors;
    this.addresses = addresses;
    this.rateLimit = rateLimit;
    this.inFlight = inFlight;
    this.apiDocument = apiDocument;
    this.docsPage = docsPage;
    this.forwarder = forwarder;
    this.tunnel = tunnel;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String target = request.uri();
    String path = path(target);
    String flaw = RequestTarget.flaw(target);
    var exchange = exchange(request, flaw == null ? path : null);
    exchange.count();
    try {
      handle(exchange, path, flaw);
    } catch (RuntimeException e) {
      LOG.log(Logger.Level.ERROR, "Request " + exchange.id + " failed", e);
      exchange.refuse(Problem.internal());
    }
  }

  private void handle(Exchange exchange, String path, @Nullable String flaw) {
    if (flaw == null && path.equals("/health")) {
      health(exchange);
      return;
    }
    long wait = rateLimit.secondsToWait(exchange.client.key());
    if (wait > 0) {
      exchange.refuse(Problem.tooManyRequests(wait));
      return;
    }
    HttpServerRequest request = exchange.request;
    Problem problem = headProblem(request);
    if (problem != null) {
      exchange.refuse(problem);
    } else if (flaw != null) {
      exchange.refuse(Problem.badRequest(flaw));
    } else if (inFlight.isStopping()) {
      exchange.refuse(Problem.unavailable());
    } else if (isPreflight(request)) {
      preflight(exchange);
    } else {
      route(exchange, path);
    }
  }

  /** Answers what could not be read as a request at all. The connection is closed after it. */
  void handleUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    var exchange = exchange(request, null);
    exchange.count();
    long wait = rateLimit.secondsToWait(exchange.client.key());
    exchange.response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    if (wait > 0) {
      exchange.refuse(Problem.tooManyRequests(wait));
    } else if (cause instanceof TooLongHttpLineException) {
      exchange.refuse(Problem.targetTooLong());
    } else if (cause instanceof TooLongHttpHeaderException) {
      exchange.refuse(Problem.headersTooLarge());
    } else if (cause instanceof StrictRequestDecoder.UnsupportedVersion) {
      exchange.refuse(Problem.versionNotSupported());
    } else {
      exchange.refuse(Problem.badRequest("This is not a well-formed HTTP request."));
    }
  }

  private Exchange exchange(HttpServerRequest request, @Nullable String path) {
    Client client = addresses.of(request.remoteAddress(), request.headers());
    return new Exchange(request, client, cors, inFlight, path);
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static @Nullable Problem headProblem(HttpServerRequest request) {
    HttpVersion version = request.version();
    HttpMethod method = request.method();
    if (!METHODS.contains(method)) {
      return Problem.methodNotAllowed(METHOD_NAMES);
    }
    MultiMap headers = request.headers();
    String host = headers.get(HttpHeaders.HOST);
    if (host == null ? version == HttpVersion.HTTP_1_1 : !HOST.matcher(host).matches()) {
      return Problem.badRequest("The Host header is missing or malformed.");
    }
    if (headers.getAll(HttpHeaders.HOST).size() > 1) {
      return Problem.badRequest("There is more than one Host header.");
    }
    String encoding = headers.get(HttpHeaders.TRANSFER_ENCODING);
    if (encoding != null
        && (version == HttpVersion.HTTP_1_0
            || !encoding.equals("chunked")
            || headers.getAll(HttpHeaders.TRANSFER_ENCODING).size() > 1)) {
      return Problem.badRequest("The only transfer encoding of a request is \"chunked\".");
    }
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (reads && (encoding != null || (length != null && !length.equals("0")))) {
      return Problem.badRequest("A GET or HEAD request has no body.");
    }
    String expectation = headers.get(HttpHeaders.EXPECT);
    if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
      return Problem.expectationFailed();
    }
    return null;
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaders.ORIGIN)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private void preflight(Exchange exchange) {
    if (cors.isAllowed(exchange.request.getHeader(HttpHeaders.ORIGIN))) {
      Cors.preflight(exchange.response.headers());
      exchange.answer(204);
    } else {
      exchange.refuse(Problem.originNotAllowed());
    }
  }

  private void health(Exchange exchange) {
    if (inFlight.isStopping()) {
      exchange.answer(503, JSON, STOPPING);
    } else {
      exchange.answer(200, JSON, UP);
    }
  }

  private void route(Exchange exchange, String path) {
    if (path.equals("/") || path.equals("/openapi") || DocsPage.has(path)) {
      own(exchange, path);
      return;
    }
    Route route = Routes.of(path);
    Service service = route == null ? null : services.get(route.service());
    if (route == null || service == null) {
      exchange.refuse(Problem.notFound());
    } else if (exchange.request.method().equals(HttpMethod.OPTIONS)) {
      exchange.response.putHeader(HttpHeaders.ALLOW, String.join(", ", METHOD_NAMES));
      exchange.answer(204);
    } else if (route.kind() == Route.Kind.SOCKET) {
      tunnel.open(exchange, service);
    } else {
      forward(exchange, route, service);
    }
  }

  /** The pages that the gateway has itself. */
  private void own(Exchange exchange, String path) {
    HttpMethod method = exchange.request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      exchange.refuse(Problem.methodNotAllowed(READING));
    } else if (path.equals("/openapi")) {
      apiDocument.serve(exchange);
    } else if (path.equals("/")) {
      welcome(exchange);
    } else {
      docsPage.serve(exchange, path);
    }
  }

  private static void welcome(Exchange exchange) {
    String accept = exchange.request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      exchange.response.putHeader(HttpHeaders.LOCATION, DocsPage.PATH);
      exchange.answer(302);
    } else {
      exchange.answer(200, JSON, WELCOME);
    }
  }

  private void forward(Exchange exchange, Route route, Service service) {
    MultiMap headers = exchange.request.headers();
    long limit = route.kind() == Route.Kind.UPLOAD ? limits.upload() : limits.body();
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length != null && (length.length() > 15 || Long.parseLong(length) > limit)) {
      exchange.refuse(Problem.bodyTooLarge(limit));
      return;
    }
    boolean hasBody =
        (length != null && !length.equals("0")) || headers.contains(HttpHeaders.TRANSFER_ENCODING);
    if (!hasBody) {
      forwarder.forward(exchange, route, service);
      return;
    }
    if (headers.contains(HttpHeaders.EXPECT)) {
      exchange.response.writeContinue();
    }
    if (route.kind() == Route.Kind.UPLOAD) {
      forwarder.forwardStreaming(exchange, route, service, limit);
    } else {
      new BodyReader(exchange, limits, inFlight)
          .read(body -> forwarder.forward(exchange, route, service, body));
    }
  }
}
