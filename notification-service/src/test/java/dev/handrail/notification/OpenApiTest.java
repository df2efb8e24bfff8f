package dev.handrail.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The generated document is of use to who reads it. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class OpenApiTest {
  @TestHTTPResource(value = "/q", management = true)
  URI management;

  @Test
  void the_document_names_routes_answers_and_schemas() {
    JsonPath document =
        given()
            .get(management.resolve("/q/openapi?format=json"))
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(document.getString("openapi")).startsWith("3.1");
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    assertThat(paths)
        .containsOnlyKeys(
            "/api/v1/notifications",
            "/api/v1/notifications/unread-count",
            "/api/v1/notifications/read",
            "/api/v1/notifications/{id}/read");
    paths.forEach(
        (path, methods) ->
            methods.forEach(
                (method, operation) -> {
                  assertThat(operation).as(path).containsKeys("summary", "operationId");
                  assertThat(operation.get("responses"))
                      .asInstanceOf(InstanceOfAssertFactories.MAP)
                      .as(path)
                      .containsKeys(method.equals("get") ? "200" : "204", "401", "503");
                }));
    assertThat(document.<String, Object>getMap("components.schemas"))
        .containsKeys("Notification", "NotificationSubject", "UnreadCount", "Problem");
  }
}
