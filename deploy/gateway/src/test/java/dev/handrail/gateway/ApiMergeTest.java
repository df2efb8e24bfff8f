package dev.handrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiMergeTest {
  private static final String TICKETS =
      """
      {"openapi":"3.1.0","info":{"title":"ticket"},"security":[{"token":[]}],
       "tags":[{"name":"Tickets","description":"Of customers"},{"name":"Unused"}],
       "paths":{
         "/api/v1/tickets":{"get":{"operationId":"list","tags":["Tickets"],
            "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}},
            "post":{"operationId":"create","security":[],"responses":{"400":{"$ref":"#/components/responses/Bad"}}}},
         "/q/health":{"get":{"operationId":"health"}},
         "/api/v1/notifications":{"get":{"operationId":"notMine"}}},
       "components":{
         "schemas":{
           "Page":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Item"}}}},
           "Item":{"type":"object","properties":{"ticket":{"type":"string"}}},
           "Problem":{"type":"object","properties":{"status":{"type":"integer"}}},
           "Holder":{"oneOf":[{"$ref":"#/components/schemas/Item"}],
              "discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/Item","b":"Item","c":"Problem"}}},
           "OnlyTickets":{"type":"string"}},
         "responses":{"Bad":{"description":"x","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}},
         "securitySchemes":{"token":{"type":"http","scheme":"bearer"}}}}
      """;
  private static final String NOTIFICATIONS =
      """
      {"openapi":"3.1.0","info":{"title":"notification"},"security":[{"token":[]}],
       "paths":{"/api/v1/notifications":{"get":{"operationId":"list",
            "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
       "components":{
         "schemas":{
           "Page":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Item"}}}},
           "Item":{"type":"object","properties":{"notification":{"type":"string"}}},
           "Problem":{"type":"object","properties":{"status":{"type":"integer"}}}},
         "securitySchemes":{"token":{"type":"apiKey","name":"X","in":"header"}}}}
      """;

  private final JsonNode merged =
      ApiMerge.merge(
          Map.of("ticket-service", json(TICKETS), "notification-service", json(NOTIFICATIONS)));

  @Test
  void itIsOneDocumentOfTheGateway() {
    assertThat(merged.at("/openapi").asText()).isEqualTo("3.1.0");
    assertThat(merged.at("/info/title").asText()).isEqualTo("Handrail");
    assertThat(merged.at("/info/version").asText()).isNotEmpty();
    assertThat(merged.at("/servers/0/url").asText()).isEqualTo("/");
  }

  @Test
  void onlyPathsThatAreRoutedToTheServiceAppear() {
    assertThat(merged.path("paths").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("/api/v1/tickets", "/api/v1/notifications");
    assertThat(merged.path("paths").path("/api/v1/notifications").at("/get/operationId").asText())
        .isNotEqualTo("notMine");
  }

  @Test
  void aSchemaThatDiffersIsKeptTwiceAndEveryReferenceFollows() {
    JsonNode schemas = merged.at("/components/schemas");
    assertThat(schemas.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "ticket-service.Page",
            "ticket-service.Item",
            "notification-service.Page",
            "notification-service.Item",
            "Problem",
            "Holder",
            "OnlyTickets");
    assertThat(schemas.path("ticket-service.Page").at("/properties/items/items/$ref").asText())
        .isEqualTo("#/components/schemas/ticket-service.Item");
    assertThat(schemas.path("notification-service.Item").at("/properties/notification").isObject())
        .isTrue();
    assertThat(reference("/api/v1/tickets")).isEqualTo("#/components/schemas/ticket-service.Page");
    assertThat(reference("/api/v1/notifications"))
        .isEqualTo("#/components/schemas/notification-service.Page");
    assertThat(schemas.at("/Holder/oneOf/0/$ref").asText())
        .isEqualTo("#/components/schemas/ticket-service.Item");
    assertThat(schemas.at("/Holder/discriminator/mapping"))
        .isEqualTo(
            json(
                """
                {"a":"#/components/schemas/ticket-service.Item","b":"ticket-service.Item","c":"Problem"}
                """));
  }

  private String reference(String path) {
    return merged
        .path("paths")
        .path(path)
        .at("/get/responses/200/content")
        .path("application/json")
        .at("/schema/$ref")
        .asText();
  }

  @Test
  void whatIsTheSameIsKeptOnce() {
    assertThat(merged.at("/components/schemas/Problem/properties/status/type").asText())
        .isEqualTo("integer");
    assertThat(merged.at("/components/responses/Bad/content").toString())
        .contains("\"#/components/schemas/Problem\"");
  }

  @Test
  void securityOfADocumentMovesToItsOperations() {
    assertThat(merged.path("security").isMissingNode()).isTrue();
    assertThat(merged.path("paths").path("/api/v1/tickets").at("/get/security"))
        .isEqualTo(json("[{\"ticket-service.token\":[]}]"));
    assertThat(merged.path("paths").path("/api/v1/tickets").at("/post/security"))
        .isEqualTo(json("[]"));
    assertThat(merged.at("/components/securitySchemes").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("ticket-service.token", "notification-service.token");
  }

  @Test
  void operationsHaveTagsAndIdsOfTheirOwn() {
    assertThat(merged.path("paths").path("/api/v1/tickets").at("/post/tags"))
        .isEqualTo(json("[\"ticket-service\"]"));
    assertThat(merged.path("paths").path("/api/v1/notifications").at("/get/operationId").asText())
        .isNotEqualTo(merged.path("paths").path("/api/v1/tickets").at("/get/operationId").asText());
    assertThat(merged.path("tags").findValuesAsText("name"))
        .containsExactly("Tickets", "notification-service", "ticket-service");
    assertThat(merged.at("/tags/0/description").asText()).isEqualTo("Of customers");
  }

  @Test
  void mergingTheSameAgainGivesTheSameTextAndLeavesTheSourcesAlone() {
    JsonNode tickets = json(TICKETS);
    var documents = Map.of("ticket-service", tickets, "notification-service", json(NOTIFICATIONS));
    assertThat(ApiMerge.merge(documents).toString()).isEqualTo(merged.toString());
    assertThat(tickets).isEqualTo(json(TICKETS));
  }

  @Test
  void nothingKnownIsStillADocument() {
    JsonNode empty = ApiMerge.merge(Map.of());
    assertThat(empty.path("paths").isObject()).isTrue();
    assertThat(empty.path("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void anOddDocumentBreaksNothing() {
    JsonNode odd =
        ApiMerge.merge(
            Map.of(
                "ticket-service",
                json("{\"paths\":{\"/api/v1/tickets\":\"what?\"},\"components\":7,\"tags\":{}}")));
    assertThat(odd.path("paths").isEmpty()).isTrue();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
