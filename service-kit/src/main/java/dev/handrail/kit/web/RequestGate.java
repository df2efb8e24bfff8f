package dev.handrail.kit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The first thing that every request of the API port meets, on the event loop: names it, sets the
 * common headers, and turns it away before any work is done if too much is under way, if it is too
 * large, or if its target cannot be read. Also turns what fails outside of resources into problems.
 */
@ApplicationScoped
class RequestGate {
  private static final Logger LOG = Logger.getLogger(RequestGate.class);

  /** Before everything else that answers. */
  private static final int FIRST = 10_000;

  /** After the resources, before the framework's own error page. */
  private static final int BEFORE_ERROR_PAGE = 1_000_000;

  /** How caches are to treat an answer that says nothing else itself. */
  static final String NOT_CACHED = "private, no-store";

  /** No thing has such a name; what cannot be decoded at all, the server refuses before us. */
  private static final String ENCODED_NUL = "%00";

  private static final String ADMITTED_PATH = "/api";

  private final ObjectMapper json;
  private final long longestBody;
  private final Admission admission;
  private final Counter rejected;

  RequestGate(ObjectMapper json, AdmissionConfig config, BodyConfig body, MeterRegistry metrics) {
    this.json = json;
    this.admission = new Admission(config);
    this.longestBody = body.max().asLongValue();
    this.rejected =
        Counter.builder("handrail.admission.rejected")
            .description("Requests answered 503 because too many were under way")
            .register(metrics);
    metrics.gauge("handrail.admission.in.flight", admission, Admission::inFlight);
    metrics.gauge("handrail.admission.limit", admission, Admission::limit);
  }

  /** How many bytes a request body may have. */
  long longestBody() {
    return longestBody;
  }

  void putFirst(@Observes Filters filters) {
    filters.register(this::receive, FIRST);
  }

  void catchFailures(@Observes Router router) {
    router.route().order(BEFORE_ERROR_PAGE).handler(context -> context.fail(404));
    router.route().order(BEFORE_ERROR_PAGE + 1).failureHandler(this::failed);
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415}) {
      router.errorHandler(status, this::failed);
    }
  }

  private void receive(RoutingContext context) {
    HttpServerRequest request = context.request();
    name(context);
    context.response().putHeader("X-Content-Type-Options", "nosniff");
    if (request.path().contains(ENCODED_NUL)) {
      answer(context, Problems.ofStatus(400));
    } else if (declaredLength(request) > longestBody) {
      refuseBody(context);
    } else if (request.path().startsWith(ADMITTED_PATH) && !admit(context)) {
      rejected.increment();
      answer(context, Problems.unavailable());
    } else {
      context.next();
    }
  }

  private static void name(RoutingContext context) {
    String id = RequestId.of(context.request().getHeader(RequestId.HEADER));
    context.response().putHeader(RequestId.HEADER, id);
    MDC.put(RequestId.LOG_KEY, id);
  }

  private boolean admit(RoutingContext context) {
    if (!admission.enter()) {
      return false;
    }
    long enteredAt = System.nanoTime();
    context.addEndHandler(ended -> admission.leave(enteredAt, System.nanoTime()));
    return true;
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return 0;
    }
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  /** Answers 413 and gives up the connection, on which the rest of the body is still coming. */
  private void refuseBody(RoutingContext context) {
    closeAfterAnswer(context);
    answer(context, Problems.tooLarge(longestBody));
  }

  /** Makes the answer the last one of its connection. */
  static void closeAfterAnswer(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    // Looked up now: the context given may be a proxy that ends with the request.
    HttpConnection connection = context.request().connection();
    context.addEndHandler(ended -> connection.close());
  }

  private void failed(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.ended()) {
      return;
    }
    if (response.headWritten()) {
      context.request().connection().close();
      return;
    }
    Throwable failure = context.failure();
    int status = context.statusCode();
    if (failure instanceof ProblemException known) {
      answer(context, known.problem());
    } else if (failure != null && (status < 400 || status >= 500)) {
      LOG.errorf(failure, "Request failed");
      answer(context, Problems.internal());
    } else {
      answer(context, Problems.ofStatus(status < 400 ? 500 : status));
    }
  }

  private void answer(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (!response.headers().contains(RequestId.HEADER)) {
      name(context);
    }
    response.setStatusCode(problem.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.putHeader(HttpHeaders.CACHE_CONTROL, NOT_CACHED);
    if (problem.retryAfter() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, problem.retryAfter().toString());
    }
    response.end(write(problem.withInstance(SafeText.path(context.request().path()))));
  }

  private Buffer write(Problem problem) {
    try {
      return Buffer.buffer(json.writeValueAsBytes(problem));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a problem as JSON.", e);
    }
  }
}
