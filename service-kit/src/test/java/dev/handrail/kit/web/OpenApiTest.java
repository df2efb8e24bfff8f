package dev.handrail.kit.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.KitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

@KitTest
class OpenApiTest {
  @TestHTTPResource(value = "/q", management = true)
  URI management;

  private JsonPath document() {
    return given()
        .get(management.resolve("/q/openapi?format=json"))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static Map<String, Object> operation(JsonPath document, String path, String method) {
    return document.getMap("paths.'" + path + "'." + method);
  }

  @Test
  void the_document_is_openapi_3_1_with_the_token_and_the_problem() {
    JsonPath document = document();

    assertThat(document.getString("openapi")).startsWith("3.1");
    assertThat(document.getString("components.securitySchemes.bearer.scheme")).isEqualTo("bearer");
    assertThat(document.getMap("components.schemas.Problem.properties"))
        .containsKeys(
            "type", "title", "status", "detail", "instance", "errors", "allowed", "retryAfter");
    assertThat(document.getMap("components.schemas.FieldError.properties"))
        .containsKeys("field", "message");
  }

  @Test
  void a_guarded_route_names_the_token_and_its_errors() {
    JsonPath document = document();
    Map<String, Object> create = operation(document, "/api/v1/things", "post");
    Map<String, Object> delete = operation(document, "/api/v1/things/{id}", "delete");

    assertThat(create.get("security").toString()).contains("bearer");
    assertThat(responses(create))
        .containsKeys("400", "401", "403", "413", "415", "503", "default")
        .doesNotContainKey("404");
    assertThat(responses(delete)).containsKeys("401", "404").doesNotContainKey("413");
    assertThat(responses(create).get("400").toString())
        .contains("application/problem+json", "#/components/schemas/Problem");
  }

  @Test
  void an_open_route_needs_no_token() {
    Map<String, Object> open = operation(document(), "/api/v1/things/open", "get");

    assertThat(open).doesNotContainKey("security");
    assertThat(responses(open)).containsKey("400").doesNotContainKeys("401", "403");
  }

  @SuppressWarnings("unchecked") // It is JSON.
  private static Map<String, Object> responses(Map<String, Object> operation) {
    return (Map<String, Object>) operation.get("responses");
  }

  @Test
  void metrics_and_health_are_on_the_management_port() {
    assertThat(given().get(management.resolve("/q/health/live")).statusCode()).isIn(200, 503);
    assertThat(given().get(management.resolve("/q/metrics")).asString())
        .contains("handrail_admission_in_flight", "handrail_admission_rejected_total");
  }
}
