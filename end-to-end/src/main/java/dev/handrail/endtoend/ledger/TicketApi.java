package dev.handrail.endtoend.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The few requests that the writers make; one attempt each, and no opinion about the answer. */
final class TicketApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AVOIDED = Duration.ofSeconds(10);

  /**
   * An answer, or that there was none.
   *
   * @param status 0 if there was none
   * @param body null if there was none or it is no JSON
   */
  record Answer(int status, @Nullable JsonNode body) {
    static final Answer NONE = new Answer(0, null);

    boolean succeeded() {
      return status >= 200 && status < 300;
    }

    /** Whether it leaves open what has happened, or asks to come again. */
    boolean isUncertain() {
      return status == 0 || status == 408 || status == 429 || status >= 500 || isInProgress();
    }

    private boolean isInProgress() {
      return status == 409 && body != null && body.path("type").asText().endsWith("in-progress");
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final Map<String, Long> silentSince = new ConcurrentHashMap<>();
  private final AtomicInteger turns = new AtomicInteger();
  private final Doors doors;

  TicketApi(Doors doors) {
    this.doors = doors;
  }

  /**
   * Asks once for what the operation wants.
   *
   * @param ticketId null for an opening
   * @param version the version that the ticket has before
   * @param attempt which of the addresses to take
   */
  Answer attempt(Operation operation, @Nullable String ticketId, long version, int attempt) {
    String at = "/api/v1/tickets" + (ticketId == null ? "" : "/" + ticketId);
    ObjectNode body = NODES.objectNode();
    HttpRequest.Builder request =
        switch (operation.step()) {
          case CREATE ->
              post(
                  at,
                  body.put("subject", operation.text())
                      .put("description", operation.text())
                      .put("category", "technical")
                      .put("priority", operation.value()),
                  attempt);
          case CUSTOMER_REPLY, AGENT_REPLY ->
              post(at + "/messages", body.put("text", operation.text()), attempt);
          case AGENT_NOTE ->
              post(
                  at + "/messages",
                  body.put("text", operation.text()).put("visibility", "internal"),
                  attempt);
          case PICK -> put(at + "/assignee", body.put("agentId", "me"), attempt);
          case WAIT -> put(at + "/status", body.put("status", "waiting_customer"), attempt);
          case PRIORITISE ->
              put(at + "/priority", body.put("priority", operation.value()), attempt);
          case RESOLVE ->
              post(
                  at + "/resolution",
                  body.put("type", operation.value()).put("summary", operation.text()),
                  attempt);
          case REOPEN -> post(at + "/reopen", body.put("reason", operation.text()), attempt);
          case CLOSE ->
              put(
                  at + "/status",
                  body.put("status", "closed").put("note", operation.text()),
                  attempt);
          case RATE ->
              post(
                  at + "/rating",
                  body.put("rating", Integer.parseInt(operation.value()))
                      .put("comment", operation.text()),
                  attempt);
        };
    if (operation.step().isKeyed()) {
      request.header("Idempotency-Key", operation.key());
    } else {
      request.header("If-Match", "\"v" + version + "\"");
    }
    return send(request, operation.step().isCustomers() ? "customer" : "support_agent", operation);
  }

  /** The ticket as it is now, for whoever makes the operation. */
  Answer read(Operation operation, String ticketId, int attempt) {
    return send(
        to("/api/v1/tickets/" + ticketId, attempt).GET(),
        operation.step().isCustomers() ? "customer" : "support_agent",
        operation);
  }

  private HttpRequest.Builder post(String path, ObjectNode body, int attempt) {
    return to(path, attempt)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder put(String path, ObjectNode body, int attempt) {
    return to(path, attempt)
        .header("Content-Type", "application/json")
        .PUT(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder to(String path, int attempt) {
    return HttpRequest.newBuilder(address(attempt).resolve(path)).timeout(PATIENCE);
  }

  /** Takes the addresses in turn, and keeps away for a while from one that lately said nothing. */
  private URI address(int attempt) {
    List<URI> addresses = doors.addresses();
    int turn = turns.getAndIncrement() + attempt;
    for (int i = 0; i < addresses.size(); i++) {
      URI address = addresses.get(Math.floorMod(turn + i, addresses.size()));
      Long silent = silentSince.get(address.getAuthority());
      if (silent == null || System.nanoTime() - silent > AVOIDED.toNanos()) {
        return address;
      }
    }
    return addresses.get(Math.floorMod(turn, addresses.size()));
  }

  private Answer send(HttpRequest.Builder request, String role, Operation operation) {
    String token =
        tokens.computeIfAbsent(
            role + " " + operation.actor(), _ -> doors.token(role, operation.actor()));
    HttpRequest whole = request.header("Authorization", "Bearer " + token).build();
    try {
      HttpResponse<String> response = http.send(whole, HttpResponse.BodyHandlers.ofString());
      silentSince.remove(whole.uri().getAuthority());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (IOException e) {
      // Cut off, refused or too late: what became of it is not known.
      silentSince.put(whole.uri().getAuthority(), System.nanoTime());
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }

  private static @Nullable JsonNode json(String body) {
    try {
      return body.isBlank() ? null : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
