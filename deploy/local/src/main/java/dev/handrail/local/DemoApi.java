package dev.handrail.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The API as a demo calls it: through the gateway, one call after the other. */
final class DemoApi {
  private static final Duration STARTING = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final String base;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  DemoApi(String gatewayUrl) {
    this.base = gatewayUrl + "/api/v1";
  }

  /** An answer and how long it took. */
  record Answer(int status, String body, JsonNode json, long millis) {
    String text(String field) {
      return json.path(field).asText();
    }
  }

  /**
   * Calls. A service that has just started may not have every issuer's keys yet: what it answers
   * with 503 is asked again for a while.
   *
   * @param token null for somebody without one
   * @param body null for none
   */
  Answer call(@Nullable String token, String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    if (method.equals("POST")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    Instant first = Instant.now();
    Instant began = first;
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    while (answer.statusCode() == 503 && Instant.now().isBefore(first.plus(STARTING))) {
      TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
      began = Instant.now();
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
    long millis = Duration.between(began, Instant.now()).toMillis();
    return new Answer(answer.statusCode(), answer.body(), read(answer.body()), millis);
  }

  private JsonNode read(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      return json.missingNode();
    }
  }
}
