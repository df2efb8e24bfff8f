package dev.handrail.endtoend.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handrail.endtoend.ledger.Doors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Requests that are repeated until their answer is certain, at one address after the other. */
final class RoutingApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** An answer that is certain. */
  record Answer(int status, JsonNode body) {
    Answer expect(int... expected) {
      for (int one : expected) {
        if (status == one) {
          return this;
        }
      }
      throw new IllegalStateException("Answered with " + status + ": " + body);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final AtomicInteger turns = new AtomicInteger();
  private final Doors doors;

  RoutingApi(Doors doors) {
    this.doors = doors;
  }

  /**
   * Asks until there is a certain answer.
   *
   * @param token null for somebody without one
   * @param body null for none
   */
  Answer ask(@Nullable String token, String method, String path, @Nullable String body)
      throws InterruptedException {
    return askAt(doors.addresses(), token, method, path, body);
  }

  /** The same at the first address alone, which knows the routes of every service. */
  Answer askGateway(@Nullable String token, String method, String path, @Nullable String body)
      throws InterruptedException {
    return askAt(doors.addresses().subList(0, 1), token, method, path, body);
  }

  private Answer askAt(
      List<URI> addresses,
      @Nullable String token,
      String method,
      String path,
      @Nullable String body)
      throws InterruptedException {
    String key = UUID.randomUUID().toString();
    long until = System.nanoTime() + LONGEST.toNanos();
    int turn = turns.getAndIncrement();
    String last = "";
    Duration pause = Duration.ofMillis(100);
    while (System.nanoTime() - until < 0) {
      URI address = addresses.get(Math.floorMod(turn++, addresses.size()));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address.resolve(path))
              .timeout(PATIENCE)
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .header("Idempotency-Key", key);
      if (body != null) {
        request.header("Content-Type", "application/json");
      }
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      try {
        HttpResponse<String> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        JsonNode json = read(answer.body());
        boolean underWay =
            answer.statusCode() == 409 && json.path("type").asText().endsWith("in-progress");
        if (answer.statusCode() < 500 && answer.statusCode() != 429 && !underWay) {
          return new Answer(answer.statusCode(), json);
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        last = e.toString();
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    throw new IllegalStateException(method + " " + path + " has no certain answer: " + last);
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
