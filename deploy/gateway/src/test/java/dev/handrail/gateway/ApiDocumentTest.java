package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {
  private FakeService tickets;
  private FakeService notifications;

  @BeforeEach
  void start() {
    tickets = new FakeService("ticket-service").describedBy(description("/api/v1/tickets"));
    notifications =
        new FakeService("notification-service").describedBy(description("/api/v1/notifications"));
  }

  @AfterEach
  void stop() {
    tickets.close();
    notifications.close();
  }

  private static String description(String path) {
    return "{\"openapi\":\"3.1.0\",\"paths\":{\""
        + path
        + "\":{\"get\":{\"operationId\":\"list\"}}}}";
  }

  @Test
  void theDocumentHasThePathsOfAllServices() {
    try (var gateway = GatewayFixture.inFrontOf(tickets, notifications).start()) {
      var answer = gateway.get("/openapi");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(new JsonObject(answer.body()).getJsonObject("paths").fieldNames())
          .containsExactly("/api/v1/notifications", "/api/v1/tickets");
      assertThat(tickets.managementHits()).isNotEmpty().containsOnly("/q/openapi?format=json");
      String etag = answer.headers().firstValue("ETag").orElseThrow();
      var again = gateway.send(gateway.request("/openapi").header("If-None-Match", etag));
      assertThat(again.statusCode()).isEqualTo(304);
    }
  }

  @Test
  void aServiceThatWasNeverReachedIsLeftOutUntilItIs() {
    notifications.describedBy("not json");
    try (var gateway = GatewayFixture.inFrontOf(tickets, notifications).start()) {
      var answer = gateway.get("/openapi");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(answer.body()).getJsonObject("paths").fieldNames())
          .containsExactly("/api/v1/tickets");
      notifications.describedBy(description("/api/v1/notifications"));
      assertThat(new JsonObject(gateway.get("/openapi").body()).getJsonObject("paths").fieldNames())
          .containsExactly("/api/v1/notifications", "/api/v1/tickets");
    }
  }

  @Test
  void aServiceThatGoesAwayKeepsItsDescription() {
    try (var gateway = GatewayFixture.inFrontOf(tickets, notifications).start()) {
      String whole = gateway.get("/openapi").body();
      notifications.describedBy("{\"broken\":");
      FakeService.get(gateway.gateway().apiDocument().refresh());
      assertThat(gateway.get("/openapi").body()).isEqualTo(whole);
      tickets.describedBy(description("/api/v1/categories"));
      FakeService.get(gateway.gateway().apiDocument().refresh());
      assertThat(new JsonObject(gateway.get("/openapi").body()).getJsonObject("paths").fieldNames())
          .containsExactly("/api/v1/categories", "/api/v1/notifications");
    }
  }
}
