package dev.handrail.kit.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.kit.KitTest;
import dev.handrail.kit.testing.TestIssuer;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class HostileJsonTest {
  @Inject ObjectMapper json;

  private static Response send(byte[] body) {
    return given()
        .auth()
        .oauth2(TestIssuer.shared().token("customer", "42").app("bookings").sign())
        .contentType("application/json")
        .body(body)
        .post("/api/v1/things/echo");
  }

  private static Response send(String body) {
    return send(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertBadRequest(Response answer, String... fields) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/invalid-request");
    assertThat(answer.jsonPath().<String>getList("errors.field")).containsExactlyInAnyOrder(fields);
    assertThat(answer.asString())
        .doesNotContain("dev.handrail", "com.fasterxml", "java.", "Exception", "ThingResource");
  }

  static Stream<Arguments> bodiesAndWhatIsWrong() {
    return Stream.of(
        arguments("", "body"),
        arguments("  ", "body"),
        arguments("null", "body"),
        arguments("{", "body"),
        arguments("{'text':'a'}", "body"),
        arguments("{\"text\":\"a\"", "body"),
        arguments("{\"text\":\"a\",}", "body"),
        arguments("{\"text\":\"a\"} x", "body"),
        arguments("{} {}", "body"),
        arguments("{}[]", "body"),
        arguments("[]", "body"),
        arguments("7", "body"),
        arguments("\"text\"", "body"),
        arguments("{\"text\":\"a\",\"text\":\"b\"}", "body"),
        arguments("{\"text\":\"a\nb\"}", "text"),
        arguments("{\"text\":NaN}", "body"),
        arguments("{\"text\":\"\\x\"}", "text"),
        arguments("\u0000", "body"),
        arguments("[".repeat(30_000), "body"),
        arguments("{\"text\":1}", "text"),
        arguments("{\"text\":true}", "text"),
        arguments("{\"text\":[]}", "text"),
        arguments("{\"text\":{}}", "text"),
        arguments("{\"number\":\"1\"}", "number"),
        arguments("{\"number\":1.5}", "number"),
        arguments("{\"number\":1e2}", "number"),
        arguments("{\"number\":true}", "number"),
        arguments("{\"number\":99999999999999999999}", "number"),
        arguments("{\"number\":" + "9".repeat(10_000) + "}", "body"),
        arguments("{\"flag\":\"true\"}", "flag"),
        arguments("{\"flag\":1}", "flag"),
        arguments("{\"at\":1769860800}", "at"),
        arguments("{\"at\":\"yesterday\"}", "at"),
        arguments("{\"at\":\"2026-02-30T00:00:00Z\"}", "at"),
        arguments("{\"at\":\"\"}", "at"),
        arguments("{\"lasting\":60}", "lasting"),
        arguments("{\"lasting\":\"an hour\"}", "lasting"),
        arguments("{\"ref\":\"42\"}", "ref"),
        arguments("{\"ref\":42}", "ref"),
        arguments("{\"kind\":\"HUGE\"}", "kind"),
        arguments("{\"kind\":0}", "kind"),
        arguments("{\"kind\":\"\"}", "kind"),
        arguments("{\"labels\":{\"a\":1}}", "labels.a"),
        arguments("{\"labels\":[]}", "labels"),
        arguments("{\"parts\":{}}", "parts"),
        arguments("{\"parts\":[1]}", "parts[0]"),
        arguments(
            "{\"parts\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\",\"count\":\"2\"}]}",
            "parts[1].count"),
        arguments("{\"parts\":[{\"name\":\"a\",\"count\":null}]}", "parts[0].count"),
        arguments("{\"parts\":[{\"name\":\"a\"}]}", "parts[0].count"));
  }

  @ParameterizedTest
  @MethodSource("bodiesAndWhatIsWrong")
  void what_is_wrong_is_a_bad_request_that_names_it(String body, String field) {
    assertBadRequest(send(body), field);
  }

  @Test
  void all_unknown_fields_are_named_with_their_place() {
    Response answer =
        send(
            "{\"a\":1,\"b\":{\"c\":[{\"d\":1}]},\"e\":[1,[2]],"
                + "\"parts\":[{\"name\":\"x\",\"count\":1},{\"name\":\"y\",\"count\":2,\"z\":{}}]}");

    assertBadRequest(answer, "a", "b", "e", "parts[1].z");
  }

  @Test
  void thousands_of_unknown_fields_do_not_make_a_long_answer() {
    StringBuilder body = new StringBuilder("{\"x\":1");
    for (int i = 0; i < 3_000; i++) {
      body.append(",\"unknown").append(i).append("\":1");
    }

    Response answer = send(body.append('}').toString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.jsonPath().getList("errors")).hasSize(20);
  }

  @Test
  void a_hostile_field_name_can_be_answered() {
    for (String name : List.of("\\ud800", "\\u0000", "\\u202e", "<script>", "x".repeat(200))) {
      Response answer = send("{\"" + name + "\":1}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00\\ud800", "\\u0000", "\\u202e", "\\uffff", "\\n"})
  void odd_characters_reach_the_service_which_decides_about_them(String escaped) {
    Response answer = send("{\"text\":\"" + escaped + "\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "a\\u0000b"})
  void nul_that_a_service_lets_through_to_the_database_is_still_a_bad_request(String escaped) {
    Response answer =
        given()
            .auth()
            .oauth2(TestIssuer.shared().token("customer", "42").app("bookings").sign())
            .contentType("application/json")
            .body("{\"text\":\"" + escaped + "\"}")
            .post("/api/v1/things");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
  }

  @Test
  void a_lone_surrogate_that_a_service_stores_does_no_harm() {
    Response answer =
        given()
            .auth()
            .oauth2(TestIssuer.shared().token("customer", "42").app("bookings").sign())
            .contentType("application/json")
            .header("Idempotency-Key", "surrogate-1")
            .body("{\"text\":\"\\ud800\"}")
            .post("/api/v1/things");

    assertThat(answer.statusCode()).isIn(201, 400);
  }

  @Test
  void bytes_that_are_no_text_are_a_bad_request() {
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      byte[] noise = new byte[1 + random.nextInt(300)];
      random.nextBytes(noise);

      assertThat(send(noise).statusCode()).isEqualTo(400);
    }
    assertThat(
            send(new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xC3, '"', '}'})
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void mutilated_json_is_never_a_failure_of_ours() {
    String whole =
        "{\"text\":\"Straße\",\"number\":5,\"flag\":true,\"parts\":[{\"name\":\"a\",\"count\":1}],"
            + "\"at\":\"2026-01-31T12:00:00Z\",\"labels\":{\"a\":\"b\"},\"kind\":\"BIG\"}";
    assertThat(send(whole).statusCode()).isEqualTo(200);
    Random random = new Random(5);
    for (int round = 0; round < 150; round++) {
      StringBuilder mutilated = new StringBuilder(whole);
      for (int cut = random.nextInt(3); cut >= 0; cut--) {
        int at = random.nextInt(mutilated.length());
        switch (random.nextInt(3)) {
          case 0 -> mutilated.deleteCharAt(at);
          case 1 -> mutilated.insert(at, (char) random.nextInt(128));
          default -> mutilated.setCharAt(at, "{}[]\",:0\\".charAt(random.nextInt(9)));
        }
      }

      assertThat(send(mutilated.toString()).statusCode()).as("%s", mutilated).isIn(200, 400);
    }
  }

  @Test
  void depth_is_limited_where_it_would_otherwise_be_accepted() throws Exception {
    assertThat(json.readTree("[".repeat(20) + "]".repeat(20)).isArray()).isTrue();
    assertThatThrownBy(() -> json.readTree("[".repeat(21) + "]".repeat(21)))
        .hasMessageContaining("nesting depth");
  }

  @Test
  void what_is_right_comes_back_as_it_was() {
    Response answer =
        send(
            "{\"text\":\"\",\"number\":-5,\"flag\":false,\"parts\":[],"
                + "\"at\":\"2026-01-31T12:00:00.5Z\",\"lasting\":\"PT15M\",\"labels\":{},\"kind\":\"BIG\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("at")).isEqualTo("2026-01-31T12:00:00.500Z");
    assertThat(answer.jsonPath().getString("lasting")).isEqualTo("PT15M");
    assertThat(answer.jsonPath().getMap("")).containsKey("ref");
  }
}
