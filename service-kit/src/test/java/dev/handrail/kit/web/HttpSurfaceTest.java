package dev.handrail.kit.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.KitTest;
import dev.handrail.kit.testing.TestIssuer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class HttpSurfaceTest {
  private static final String THINGS = "/api/v1/things";

  @TestHTTPResource URI address;

  private static RequestSpecification caller() {
    return given()
        .auth()
        .oauth2(TestIssuer.shared().token("customer", "42").app("bookings").sign())
        .urlEncodingEnabled(false);
  }

  private static RequestSpecification sender() {
    return caller().contentType("application/json");
  }

  private static void assertProblem(Response answer, int status, String slug) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/" + slug);
    assertThat(answer.jsonPath().getString("title")).isNotBlank();
    assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    assertThat(answer.jsonPath().getString("instance")).startsWith("/");
    assertCommonHeaders(answer);
  }

  private static void assertCommonHeaders(Response answer) {
    assertThat(answer.headers().getValues("X-Request-Id")).hasSize(1);
    assertThat(answer.headers().getValues("Cache-Control")).containsExactly("private, no-store");
    assertThat(answer.headers().getValues("X-Content-Type-Options")).containsExactly("nosniff");
  }

  private static List<String> fields(Response answer) {
    return answer.jsonPath().getList("errors.field");
  }

  @Test
  void a_good_answer_has_the_common_headers() {
    Response answer = caller().get(THINGS + "/me");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertCommonHeaders(answer);
  }

  @Test
  void a_resource_may_say_that_its_answer_can_be_cached() {
    Response answer = caller().get(THINGS + "/cached");

    assertThat(answer.headers().getValues("Cache-Control")).containsExactly("public, max-age=60");
  }

  @Test
  void a_sane_request_id_comes_back_and_is_in_the_log_context() {
    Response answer = caller().header("X-Request-Id", "trip-7.b").get(THINGS + "/log-context");

    assertThat(answer.header("X-Request-Id")).isEqualTo("trip-7.b");
    assertThat(answer.jsonPath().getString("requestId")).isEqualTo("trip-7.b");
  }

  @Test
  void an_insane_request_id_is_replaced_everywhere() {
    Response answer = caller().header("X-Request-Id", "a b;<script>").get(THINGS + "/log-context");

    assertThat(answer.header("X-Request-Id")).matches("[0-9a-f-]{36}");
    assertThat(answer.jsonPath().getString("requestId")).isEqualTo(answer.header("X-Request-Id"));
  }

  @Test
  void an_error_carries_the_request_id_too() {
    Response answer = caller().header("X-Request-Id", "trip-8").get("/nowhere");

    assertThat(answer.header("X-Request-Id")).isEqualTo("trip-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nowhere",
        "/api",
        "/api/",
        "/api/v1",
        THINGS + "/a/b/c",
        "/q/health",
        "/q/health/live",
        "/q/metrics",
        "/q/openapi",
        "/q/dev",
        "/openapi",
        "/favicon.ico",
        "//",
        "/api/v1/../../q/metrics",
        "/%2e%2e/q/metrics",
        "/api;a=b/v1"
      })
  void what_is_not_there_is_a_problem_404(String path) {
    assertProblem(caller().get(path), 404, "not-found");
  }

  @Test
  void an_id_that_is_none_is_not_found() {
    assertProblem(caller().get(THINGS + "/by-id/42"), 404, "not-found");
  }

  @Test
  void another_method_is_a_problem_405_that_names_the_right_ones() {
    Response answer = caller().patch(THINGS + "/echo");

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void an_answer_that_we_do_not_speak_is_a_problem_406() {
    assertProblem(caller().accept("text/html").get(THINGS + "/me"), 406, "not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/xml",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded"
      })
  void a_body_of_another_type_is_a_problem_415(String type) throws IOException {
    String answer =
        raw(
            "POST "
                + THINGS
                + "/echo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + token()
                + "\r\nContent-Type: "
                + type
                + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

    assertThat(answer).startsWith("HTTP/1.1 415").contains("application/problem+json");
  }

  @Test
  void a_content_type_that_is_none_is_a_problem_too() throws IOException {
    String answer =
        raw(
            "POST "
                + THINGS
                + "/echo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + token()
                + "\r\nContent-Type: nonsense\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
  }

  @Test
  void unknown_doubled_and_wrong_query_parameters_are_all_named() {
    Response answer =
        caller().get(THINGS + "?bogus=1&limit=x&id=7&since=now&q=a&q=b&status=a&status=b&x%0ay=1");

    assertProblem(answer, 400, "invalid-request");
    assertThat(fields(answer))
        .containsExactlyInAnyOrder("bogus", "limit", "id", "since", "q", "x\uFFFDy");
  }

  @Test
  void known_query_parameters_arrive() {
    Response answer =
        caller()
            .get(
                THINGS
                    + "?limit=5&status=a&status=b&id=0199e5a0-0000-7000-8000-000000000001"
                    + "&since=2026-01-31T12:00:00Z&q=Stra%C3%9Fe+1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getInt("limit")).isEqualTo(5);
    assertThat(answer.jsonPath().getList("status")).isEqualTo(List.of("a", "b"));
    assertThat(answer.jsonPath().getString("q")).isEqualTo("Straße 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=1000000",
        "limit=",
        "limit=99999999999",
        "q=a%00b",
        "q=%0a",
        "status=%00",
        "id=1-1-1-1-1"
      })
  void a_bad_value_is_a_bad_request(String query) {
    Response answer = caller().get(THINGS + "?" + query);

    assertProblem(answer, 400, "invalid-request");
    assertThat(fields(answer)).containsExactly(query.substring(0, query.indexOf('=')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?q=%", "?q=%z1", "?q=%1", "/%zz", "/%", "/%2", "?q=a|b", "/<x>"})
  void a_target_that_is_no_uri_is_refused_by_the_server_itself(String target) throws IOException {
    String answer =
        raw("GET " + THINGS + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n");
  }

  @Test
  void a_path_with_nul_is_a_bad_request() {
    assertProblem(caller().get(THINGS + "/by-id/%00"), 400, "invalid-request");
  }

  @Test
  void a_failure_of_ours_tells_nothing_of_the_inside() {
    for (String crash : List.of("/crash", "/crash-sql")) {
      Response answer = caller().header("X-Request-Id", "trip-9").get(THINGS + crash);

      assertProblem(answer, 500, "internal-error");
      assertThat(answer.header("X-Request-Id")).isEqualTo("trip-9");
      assertThat(answer.asString())
          .doesNotContain("secret", "Exception", "dev.handrail", "no_such_table", "\tat ");
    }
  }

  @Test
  void a_database_that_goes_away_is_a_503_that_may_be_tried_again() {
    for (int i = 0; i < 3; i++) {
      Response alone = caller().get(THINGS + "/lost-connection");
      Response inTransaction =
          sender()
              .header("Idempotency-Key", "lost-connection")
              .body("{}")
              .post(THINGS + "/refused?how=lost");

      assertProblem(alone, 503, "unavailable");
      assertThat(alone.header("Retry-After")).isEqualTo("1");
      assertProblem(inTransaction, 503, "unavailable");
    }
    assertThat(
            sender()
                .header("Idempotency-Key", "lost-connection")
                .body("{}")
                .post(THINGS + "/refused?how=not")
                .statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "HEAD", "FOO", "PROPFIND", "get"})
  void a_method_that_nobody_expects_does_no_harm(String method) throws IOException {
    for (String path : List.of(THINGS, THINGS + "/me", "/nowhere")) {
      String answer =
          raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (200|204|401|404|405|501) .*");
    }
  }

  @Test
  void a_body_that_stops_half_way_is_no_failure_of_ours() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      String half =
          "POST "
              + THINGS
              + "/echo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + token()
              + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"text\":";
      socket.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).doesNotContain("HTTP/1.1 5", "HTTP/1.1 2");
    }
    assertThat(caller().get(THINGS + "/me").statusCode()).isEqualTo(200);
  }

  @Test
  void a_problem_of_a_service_arrives_whole() {
    Response conflict = caller().get(THINGS + "/problem");
    Response busy = caller().get(THINGS + "/busy");

    assertProblem(conflict, 409, "wrong-state");
    assertThat(conflict.jsonPath().getList("allowed")).isEqualTo(List.of("reopened"));
    assertThat(conflict.jsonPath().getMap("")).doesNotContainKeys("errors", "retryAfter");
    assertProblem(busy, 429, "too-many-requests");
    assertThat(busy.header("Retry-After")).isEqualTo("2");
    assertThat(busy.jsonPath().getInt("retryAfter")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"'\"v7\"',200", "*,200", "'\"v6\"',412", "'\"zzz\"',412", "v7,400"})
  void if_match_guards_a_change(String ifMatch, int status) {
    Response answer = sender().header("If-Match", ifMatch).body("{}").put(THINGS + "/versioned");

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.header("ETag")).isEqualTo("\"v8\"");
    }
  }

  @Test
  void a_body_over_the_limit_is_a_problem_413() {
    String body = "{\"text\":\"" + "x".repeat(64 * 1024) + "\"}";

    assertProblem(sender().body(body).post(THINGS + "/echo"), 413, "too-large");
  }

  @Test
  void a_body_at_the_limit_is_read() {
    String envelope = "{\"text\":\"\"}";
    String body = "{\"text\":\"" + "x".repeat(64 * 1024 - envelope.length()) + "\"}";

    assertThat(body).hasSize(64 * 1024);
    assertThat(sender().body(body).post(THINGS + "/echo").statusCode()).isEqualTo(200);
    assertProblem(sender().body(body + " ").post(THINGS + "/echo"), 413, "too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo", "/echo-text"})
  void a_long_body_without_a_length_is_a_problem_413(String route) throws IOException {
    String type = route.equals("/echo") ? "application/json" : "text/plain";
    StringBuilder request =
        new StringBuilder(
                "POST " + THINGS + route + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ")
            .append(token())
            .append("\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "x".repeat(1023);
    request.append("9\r\n{\"text\":\"\r\n");
    for (int i = 0; i < 65; i++) {
      request.append("3ff\r\n").append(chunk).append("\r\n");
    }
    request.append("2\r\n\"}\r\n0\r\n\r\n");

    String answer = raw(request.toString());

    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("application/problem+json", "/problems/too-large");
  }

  @Test
  void a_short_body_without_a_length_is_read() throws IOException {
    String answer =
        raw(
            "POST "
                + THINGS
                + "/echo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + token()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\nc\r\n{\"text\":\"a\"}\r\n0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  private static String token() {
    return TestIssuer.shared().token("customer", "42").app("bookings").sign();
  }

  /** Sends bytes as they are and gives the answer until the connection ends. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
