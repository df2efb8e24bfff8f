package dev.handrail.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The merged OpenAPI document. It is fetched from the services' management addresses in the
 * background; a service that cannot be reached keeps the description it had. Everything but {@link
 * #serve} happens on one context.
 */
final class ApiDocument {
  private static final Logger LOG = System.getLogger(ApiDocument.class.getName());
  private static final String PATH = "/q/openapi?format=json";
  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LARGEST = 4 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx;
  private final Context context;
  private final HttpClient client;
  private final List<Service> services;
  private final Map<String, JsonNode> known = new HashMap<>();
  private final Set<String> unreachable = new HashSet<>();
  private @Nullable Future<Void> running;
  private volatile Rendered rendered;

  private record Rendered(Buffer json, String etag, boolean complete) {}

  ApiDocument(Vertx vertx, Collection<Service> services) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.services = List.copyOf(services);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setKeepAlive(false));
    this.rendered = render();
  }

  /** Fetches now and then every half minute. */
  void start() {
    refresh();
    vertx.setPeriodic(REFRESH.toMillis(), tick -> refresh());
  }

  /** Answers with what is known; asks first if some service was never heard of. */
  void serve(Exchange exchange) {
    if (rendered.complete()) {
      send(exchange);
      return;
    }
    Context own = Vertx.currentContext();
    refresh().onComplete(fetched -> own.runOnContext(next -> send(exchange)));
  }

  private void send(Exchange exchange) {
    Rendered current = rendered;
    exchange.response.putHeader(HttpHeaders.ETAG, current.etag());
    exchange.response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (current.etag().equals(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      exchange.answer(304);
    } else {
      exchange.answer(200, "application/json", current.json());
    }
  }

  /** Asks every service; whoever comes while that goes on waits for the same answers. */
  Future<Void> refresh() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        next -> {
          Future<Void> current = running;
          if (current == null) {
            current = fetchAll();
            running = current;
          }
          current.onComplete(done);
        });
    return done.future();
  }

  private Future<Void> fetchAll() {
    var fetches = new ArrayList<Future<Void>>();
    for (Service service : services) {
      fetches.add(fetch(service));
    }
    return Future.join(fetches)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .onComplete(
            fetched -> {
              rendered = render();
              running = null;
            });
  }

  private Future<Void> fetch(Service service) {
    var options =
        new RequestOptions()
            .setHost(service.management().host())
            .setPort(service.management().port())
            .setURI(PATH)
            .setTimeout(PATIENCE.toMillis());
    return client
        .request(options)
        .compose(request -> request.send())
        .compose(ApiDocument::body)
        .compose(
            body -> {
              try {
                JsonNode document = JSON.readTree(body.getBytes());
                if (document == null || !document.isObject()) {
                  return Future.failedFuture("not an OpenAPI document");
                }
                known.put(service.name(), document);
                return Future.<Void>succeededFuture();
              } catch (java.io.IOException e) {
                return Future.failedFuture(e);
              }
            })
        .onSuccess(fetched -> unreachable.remove(service.name()))
        .onFailure(
            failure -> {
              if (unreachable.add(service.name())) {
                LOG.log(
                    Logger.Level.INFO,
                    "The API description of {0} cannot be had: {1}",
                    service.name(),
                    failure.toString());
              }
            });
  }

  private static Future<Buffer> body(HttpClientResponse answer) {
    if (answer.statusCode() != 200) {
      answer.request().reset();
      return Future.failedFuture("status " + answer.statusCode());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    answer.exceptionHandler(whole::tryFail);
    answer.handler(
        chunk -> {
          if (body.length() + chunk.length() > LARGEST) {
            whole.tryFail("more than " + LARGEST + " bytes");
            answer.request().reset();
          } else {
            body.appendBuffer(chunk);
          }
        });
    answer.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private Rendered render() {
    try {
      byte[] json = JSON.writeValueAsBytes(ApiMerge.merge(known));
      var checksum = new CRC32();
      checksum.update(json);
      return new Rendered(
          Buffer.buffer(json),
          "\"" + Long.toHexString(checksum.getValue()) + "-" + json.length + "\"",
          known.size() == services.size());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON can always be written", e);
    }
  }
}
