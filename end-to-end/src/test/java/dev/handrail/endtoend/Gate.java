package dev.handrail.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests through the gateway, in short words. */
final class Gate {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Platform platform;

  Gate(Platform platform) {
    this.platform = platform;
  }

  /** An answer. */
  record Answer(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("Not JSON: " + body, e);
      }
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    String text(String field) {
      return json().path(field).asText();
    }

    /** Of a problem. */
    String type() {
      return text("type");
    }
  }

  Caller customer(String subject) {
    return as(platform.token("customer", subject, "bookings"));
  }

  Caller agent(String subject) {
    return as(platform.token("support_agent", subject, "bookings"));
  }

  Caller admin() {
    return as(platform.token("admin", "e2e-admin", "bookings"));
  }

  Caller service(String subject) {
    return as(platform.token("service", subject, "bookings"));
  }

  /** Someone with this token. */
  Caller as(String token) {
    return new Caller(this, Map.of("Authorization", "Bearer " + token));
  }

  /** Someone without any token. */
  Caller nobody() {
    return new Caller(this, Map.of());
  }

  private Answer send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(platform.gatewayUrl() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One who asks; paths begin with a slash. */
  record Caller(Gate gate, Map<String, String> headers) {
    /** The same with one more header. */
    Caller with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Caller(gate, more);
    }

    Answer get(String path) {
      return gate.send("GET", path, null, headers);
    }

    Answer post(String path, String body) {
      return gate.send("POST", path, body, headers);
    }

    Answer put(String path, String body) {
      return gate.send("PUT", path, body, headers);
    }

    Answer delete(String path) {
      return gate.send("DELETE", path, null, headers);
    }

    Answer send(String method, String path, String body) {
      return gate.send(method, path, body, headers);
    }

    Answer askForTicket(String subject) {
      return post(
          "/api/v1/tickets",
          JSON.createObjectNode()
              .put("subject", subject)
              .put("description", "What happened: " + subject)
              .put("category", "technical")
              .toString());
    }

    /** Opens a ticket and gives back its id. */
    String openTicket(String subject) {
      Answer answer = askForTicket(subject);
      if (answer.status() != 201) {
        throw new AssertionError("A ticket could not be opened: " + answer);
      }
      return answer.text("id");
    }
  }
}
