package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway adds to the services and what it keeps away from them. */
@ExtendWith(PlatformExtension.class)
class FrontTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  private final Platform platform;
  private final Gate gate;

  FrontTest(Platform platform) {
    this.platform = platform;
    this.gate = new Gate(platform);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/health",
        "/q/health/ready",
        "/q/metrics",
        "/q/openapi",
        "/q/dev",
        "/q/swagger-ui",
        "//q/metrics",
        "/Q/metrics",
        "/q;x=1/metrics",
        "/%71/metrics",
        "/q%2Fmetrics",
        "/./q/metrics",
        "/api/v1/../../q/metrics",
        "/api/v1/tickets/../../../q/metrics",
        "/api/v1/tickets/..;/..;/..;/q/metrics",
        "/api/v1/tickets/%2e%2e/%2e%2e/%2e%2e/q/metrics",
        "/api/v1/tickets/..%2f..%2f..%2fq/metrics",
        "/api/v1/tickets/%252e%252e/%252e%252e/q/metrics",
        "/api/v1/tickets\\..\\..\\q\\metrics",
        "/api/v1/tickets/q/metrics",
        "/api/v1/q/metrics",
        "/metrics",
        "/api/v1/notifications/../../../q/health",
        "http://127.0.0.1/q/metrics",
        "*"
      })
  void no_management_endpoint_is_reached(String target) throws IOException {
    String token = platform.token("admin", "front-admin", "bookings");
    String answer =
        raw(
            "GET "
                + target
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + token
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
    assertThat(answer).contains("application/problem+json");
    assertThat(answer)
        .doesNotContain("jvm_", "# HELP", "\"checks\"", "openapi:", "java.", "quarkus", "Quarkus");
  }

  @Test
  void services_keep_management_off_their_own_api_port_too() {
    for (String service : List.of("ticket-service", "notification-service")) {
      for (String path : List.of("/q/health", "/q/metrics", "/q/openapi", "/q/dev")) {
        assertThat(get(platform.serviceUrl(service) + path).statusCode())
            .as(service + path)
            .isIn(401, 404);
      }
    }
  }

  @Test
  void the_merged_description_has_every_route_of_every_service() throws IOException {
    Answer answer = gate.nobody().get("/openapi");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("openapi")).startsWith("3.1");
    Set<String> merged = operations(answer.json());

    for (String service : List.of("ticket-service", "notification-service")) {
      JsonNode own =
          Gate.JSON.readTree(
              get(platform.managementUrl(service) + "/q/openapi?format=json").body());
      Set<String> routes = operations(own);
      assertThat(routes).as(service).isNotEmpty();
      assertThat(merged).as(service).containsAll(routes);
    }
    assertThat(merged)
        .contains(
            "get /api/v1/tickets",
            "post /api/v1/tickets",
            "get /api/v1/tickets/{ref}",
            "get /api/v1/notifications");
  }

  @Test
  void every_reference_in_the_description_leads_somewhere() {
    JsonNode document = gate.nobody().get("/openapi").json();
    List<String> dangling = new ArrayList<>();
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(reference).startsWith("#/");
      if (document.at(reference.substring(1)).isMissingNode()) {
        dangling.add(reference);
      }
    }
    Set<String> ids = new TreeSet<>();
    List<String> doubled =
        document.findValuesAsText("operationId").stream().filter(id -> !ids.add(id)).toList();

    assertThat(dangling).isEmpty();
    assertThat(doubled).as("operation ids used twice").isEmpty();
  }

  @Test
  void the_page_to_try_it_loads_with_all_it_needs() {
    Answer page = gate.nobody().get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");

    Matcher references = REFERENCE.matcher(page.body());
    int found = 0;
    while (references.find()) {
      URI asset = URI.create(platform.gatewayUrl() + "/docs").resolve(references.group(1));
      assertThat(asset.toString()).startsWith(platform.gatewayUrl());
      assertThat(get(asset.toString()).statusCode()).as(asset.toString()).isEqualTo(200);
      found++;
    }
    assertThat(found).isGreaterThanOrEqualTo(3);
  }

  @Test
  void a_sane_request_id_comes_back_and_any_other_is_replaced() {
    var caller = gate.customer("front-1");
    Answer sane = caller.with("X-Request-Id", "abc-123_x.y").get("/api/v1/tickets");
    Answer strange =
        caller.with("X-Request-Id", "<script>alert(1)</script>").get("/api/v1/tickets");
    Answer own = caller.with("X-Request-Id", "own-error").get("/api/v1/nothing-here");

    assertThat(sane.status()).isEqualTo(200);
    assertThat(sane.header("X-Request-Id")).isEqualTo("abc-123_x.y");
    assertThat(strange.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
    assertThat(own.header("X-Request-Id")).isEqualTo("own-error");
    assertThat(sane.headers().allValues("X-Request-Id")).hasSize(1);
  }

  @Test
  void errors_of_the_gateway_are_problems_like_those_of_the_services() {
    var caller = gate.customer("front-2");
    Answer absent = caller.get("/api/v1/nothing-here");
    Answer method = caller.send("TRACE", "/api/v1/tickets", null);
    Answer tooLarge = caller.post("/api/v1/tickets", " ".repeat(70_000));
    Answer unserved = caller.get("/api/v1/faqs");

    assertProblem(absent, 404, "/problems/not-found");
    assertProblem(method, 405, "/problems/method-not-allowed");
    assertProblem(tooLarge, 413, null);
    assertProblem(unserved, 404, "/problems/not-found");
    assertThat(absent.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void a_chunked_body_without_a_length_is_limited_as_well() throws IOException {
    StringBuilder request =
        new StringBuilder(
            "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer "
                + platform.token("customer", "front-3", "bookings")
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 80; i++) {
      request.append("400\r\n").append("x".repeat(1024)).append("\r\n");
    }
    request.append("0\r\n\r\n");

    assertThat(raw(request.toString())).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void pages_of_known_origins_may_ask_and_others_may_not() {
    var preflight =
        gate.nobody()
            .with("Origin", PlatformExtension.ORIGIN)
            .with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", "authorization,idempotency-key");
    Answer allowed = preflight.send("OPTIONS", "/api/v1/tickets", null);
    Answer refused =
        preflight
            .with("Origin", "https://evil.example.org")
            .send("OPTIONS", "/api/v1/tickets", null);
    Answer actual =
        gate.customer("front-4").with("Origin", PlatformExtension.ORIGIN).get("/api/v1/tickets");
    Answer foreign =
        gate.customer("front-4").with("Origin", "https://evil.example.org").get("/api/v1/tickets");

    assertThat(allowed.status()).isEqualTo(204);
    assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(PlatformExtension.ORIGIN);
    assertThat(allowed.header("Access-Control-Allow-Headers"))
        .containsIgnoringCase("idempotency-key");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(actual.status()).isEqualTo(200);
    assertThat(actual.header("Access-Control-Allow-Origin")).isEqualTo(PlatformExtension.ORIGIN);
    assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(actual.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void personal_answers_are_kept_by_nobody() {
    Answer answer = gate.customer("front-5").get("/api/v1/tickets");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store").contains("private");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Server")).isEmpty();
  }

  private static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("title")).isNotEmpty();
    if (type != null) {
      assertThat(answer.type()).isEqualTo(type);
    }
  }

  private static Set<String> operations(JsonNode document) {
    Set<String> operations = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (Set.of("get", "put", "post", "delete", "patch").contains(method)) {
                            operations.add(method + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  /** Past every client library, which would tidy the request up. */
  private String raw(String request) throws IOException {
    URI uri = URI.create(platform.gatewayUrl());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      byte[] answer = new byte[64 * 1024];
      int length = socket.getInputStream().readNBytes(answer, 0, 1);
      while (length < answer.length) {
        int more = socket.getInputStream().read(answer, length, answer.length - length);
        if (more < 0) {
          break;
        }
        length += more;
      }
      return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static HttpResponse<String> get(String url) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
