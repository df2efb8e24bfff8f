package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom fields over HTTP: their catalogue, values of tickets, filters; and who sees what. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class CustomFieldRoutesTest {

  private String app;
  private Person admin;
  private Person agent;
  private Person customer;
  private Person service;

  /** An app of its own: required fields of a shipped one would be in other tests' way. */
  @BeforeEach
  void an_app() {
    String unique = UUID.randomUUID().toString().replace("-", "");
    app = "fields_" + unique;
    Api.admin("*")
        .post(
            Api.APPS,
            Map.of(
                "key",
                app,
                "name",
                "Fields",
                "prefix",
                "F" + unique.substring(0, 7).toUpperCase(Locale.ROOT),
                "agentsSee",
                "all"))
        .then()
        .statusCode(201);
    admin = Api.admin(app);
    agent = Api.agent(app);
    customer = Api.customer(app);
    service = Api.service(app);
    category("technical", List.of());
  }

  private void category(String key, List<String> required) {
    created(
        Api.CATEGORIES,
        Map.of("key", key, "name", key, "department", "general", "requiredFields", required));
  }

  private JsonPath field(String key, String type, Object... more) {
    Map<String, Object> body = new LinkedHashMap<>(Map.of("key", key, "name", key, "type", type));
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return created(Api.CUSTOM_FIELDS, body);
  }

  private JsonPath created(String path, Map<String, Object> body) {
    return admin.post(path, body).then().statusCode(201).extract().jsonPath();
  }

  private Response opening(Person by, Map<String, Object> values) {
    Map<String, Object> body = Api.newTicket(app);
    body.put("customFields", values);
    if (!by.equals(customer)) {
      body.put("customerId", customer.id());
    }
    return by.post(Api.TICKETS, body);
  }

  private String opened(Person by, Map<String, Object> values) {
    return opening(by, values).then().statusCode(201).extract().jsonPath().getString("id");
  }

  private Response revising(String ticket, Map<String, Object> patch) {
    return agent.patch(Api.TICKETS + "/" + ticket, patch);
  }

  private static void assertRefused(Response answer, String... fields) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.jsonPath().getList("errors.field"))
        .containsExactlyInAnyOrder((Object[]) fields);
  }

  @Test
  void an_admin_keeps_the_catalogue() {
    Response added =
        admin.post(
            Api.CUSTOM_FIELDS,
            Map.of(
                "key",
                "floor",
                "name",
                "Floor",
                "type",
                "number",
                "min",
                -3,
                "max",
                40.5,
                "categories",
                List.of("technical"),
                "departments",
                List.of("general"),
                "sortOrder",
                7));
    assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo(Api.CUSTOM_FIELDS + "/floor?app=" + app);
    assertThat(added.header("ETag")).isEqualTo("\"v1\"");
    Map<String, Object> expected = new HashMap<>();
    expected.put("key", "floor");
    expected.put("app", app);
    expected.put("name", "Floor");
    expected.put("description", null);
    expected.put("type", "number");
    expected.put("options", List.of());
    expected.put("categories", List.of("technical"));
    expected.put("departments", List.of("general"));
    expected.put("required", false);
    expected.put("active", true);
    expected.put("sortOrder", 7);
    expected.put("visibleToCustomer", true);
    expected.put("min", -3);
    expected.put("max", 40.5f);
    expected.put("version", 1);
    assertThat(added.jsonPath().getMap("")).isEqualTo(expected);
    field("size", "choice", "options", List.of("small", "large"));

    assertThat(customer.get(Api.CUSTOM_FIELDS).jsonPath().getList("items.key"))
        .containsExactly("size", "floor");
    Response again =
        admin.post(Api.CUSTOM_FIELDS, Map.of("key", "floor", "name", "F", "type", "text"));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.jsonPath().getString("type")).isEqualTo("/problems/custom-field-exists");

    String floor = Api.CUSTOM_FIELDS + "/floor";
    Response changed = admin.patch(floor, "{\"name\": \"Storey\", \"min\": null}");
    assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"v2\"");
    assertThat(customer.get(floor).jsonPath().getString("name")).isEqualTo("Storey");
    assertThat(customer.get(floor).jsonPath().getMap("")).containsEntry("min", null);
    assertThat(admin.calls().header("If-Match", "\"v1\"").body("{\"name\": \"x\"}").patch(floor))
        .returns(412, Response::statusCode);
    assertThat(admin.calls().header("If-Match", "\"v1\"").delete(floor))
        .returns(412, Response::statusCode);

    admin.delete(floor).then().statusCode(204);
    admin.get(floor).then().statusCode(404);
    admin.delete(floor).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\": \"Floor\", \"name\": \"F\", \"type\": \"text\"} key",
        "{\"name\": \"F\", \"type\": \"text\"} key",
        "{\"key\": \"f\", \"type\": \"text\"} name",
        "{\"key\": \"f\", \"name\": \"F\"} type",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"list\"} type",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"choice\"} options",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"choice\", \"options\": [null]} options",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"choice\", \"options\": [1]} options[0]",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"options\": [\"a\"]} options",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"min\": 1} min",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"number\", \"min\": \"1\"} min",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"number\", \"min\": 1e400} min",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"number\", \"min\": 1e999999999} min",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"number\", \"min\": 2, \"max\": 1} max",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"categories\": [\"no\"]} categories",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"categories\": [null]} categories",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"departments\": [\"no\"]} departments",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"required\": \"yes\"} required",
        "{\"key\": \"f\", \"name\": \"F\", \"type\": \"text\", \"version\": 7} version"
      })
  void a_field_that_makes_no_sense_is_refused(String bodyAndField) {
    int space = bodyAndField.lastIndexOf(' ');
    assertRefused(
        admin.post(Api.CUSTOM_FIELDS, bodyAndField.substring(0, space)),
        bodyAndField.substring(space + 1));
    assertThat(admin.get(Api.CUSTOM_FIELDS).jsonPath().getList("items")).isEmpty();
  }

  @Test
  void a_patch_that_makes_no_sense_is_refused() {
    field("floor", "number");
    String floor = Api.CUSTOM_FIELDS + "/floor";
    for (String patch :
        List.of(
            "{\"key\": \"x\"}",
            "{\"app\": \"bookings\"}",
            "{\"name\": null}",
            "{\"type\": null}",
            "{\"type\": \"nope\"}",
            "{\"type\": \"choice\"}",
            "{\"options\": [\"a\"]}",
            "{\"categories\": [\"nope\"]}",
            "{\"min\": \"a\"}",
            "{\"min\": 5, \"max\": 4}",
            "[]",
            "{")) {
      Response answer = admin.patch(floor, patch);
      assertThat(answer.statusCode()).as(patch + answer.asString()).isEqualTo(400);
    }
    assertThat(admin.get(floor).jsonPath().getInt("version")).isEqualTo(1);
  }

  @Test
  void a_field_in_use_is_made_inactive_instead_of_removed() {
    field("floor", "number");
    field("note", "text");
    category("upstairs", List.of("note"));
    String ticket = opened(customer, Map.of("floor", 3));

    for (String key : List.of("floor", "note")) {
      Response refused = admin.delete(Api.CUSTOM_FIELDS + "/" + key);
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/custom-field-in-use");
    }
    admin.patch(Api.CUSTOM_FIELDS + "/floor", Map.of("active", false)).then().statusCode(200);
    customer.get(Api.CUSTOM_FIELDS + "/floor").then().statusCode(404);
    agent.get(Api.CUSTOM_FIELDS + "/floor").then().statusCode(200);
    assertThat(customer.get(Api.CUSTOM_FIELDS).jsonPath().getList("items.key"))
        .containsExactly("note");
    assertRefused(opening(customer, Map.of("floor", 3)), "customFields.floor");
    assertThat(customer.reads(ticket).getInt("customFields.floor")).isEqualTo(3);
    revising(ticket, Map.of("subject", "Another", "customFields", Map.of("floor", 3)))
        .then()
        .statusCode(200);

    revising(ticket, Map.of("customFields", mapOfNull("floor"))).then().statusCode(200);
    admin.delete(Api.CUSTOM_FIELDS + "/floor").then().statusCode(204);
  }

  @Test
  void a_category_requires_only_fields_that_the_app_has() {
    Map<String, Object> body =
        Map.of(
            "key",
            "c",
            "name",
            "C",
            "department",
            "general",
            "requiredFields",
            List.of("floor", "nope"));
    assertRefused(admin.post(Api.CATEGORIES, body), "requiredFields");
    field("floor", "number");
    assertRefused(admin.post(Api.CATEGORIES, body), "requiredFields");
    assertRefused(
        admin.patch(Api.CATEGORIES + "/technical", Map.of("requiredFields", List.of("nope"))),
        "requiredFields");
    admin
        .patch(Api.CATEGORIES + "/technical", Map.of("requiredFields", List.of("floor")))
        .then()
        .statusCode(200);
    assertRefused(opening(customer, Map.of()), "customFields.floor");
    opened(customer, Map.of("floor", 1));
  }

  @Test
  void values_of_every_type_are_checked_and_come_back_as_they_were() {
    field("note", "text");
    field("floor", "number", "min", 0);
    field("day", "date");
    field("size", "choice", "options", List.of("small", "large"));
    field("lift", "boolean");

    String id =
        opened(
            customer,
            Map.of(
                "note", "up", "floor", 2.50, "day", "2026-01-31", "size", "large", "lift", false));
    for (Person reader : List.of(customer, agent, admin)) {
      assertThat(reader.get(Api.TICKETS + "/" + id).asString())
          .contains("\"floor\":2.5", "\"day\":\"2026-01-31\"", "\"lift\":false");
      assertThat(reader.reads(id).getMap("customFields")).hasSize(5);
    }
    assertRefused(
        opening(
            customer,
            Map.of(
                "note",
                1,
                "floor",
                -1,
                "day",
                "2026-02-30",
                "size",
                "medium",
                "lift",
                "no",
                "colour",
                "red")),
        "customFields.note",
        "customFields.floor",
        "customFields.day",
        "customFields.size",
        "customFields.lift",
        "customFields.colour");
    assertRefused(
        revising(id, Map.of("customFields", Map.of("floor", "high", "colour", "red"))),
        "customFields.floor",
        "customFields.colour");
    assertThat(agent.reads(id).getInt("version")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud800", "\\u001b", "\\n", "[]", "{}", "null"})
  void a_hostile_value_of_a_known_field_is_refused(String odd) {
    field("note", "text");
    String value = odd.startsWith("\\") ? "\"a" + odd + "b\"" : odd;
    String body =
        "{\"subject\": \"s\", \"description\": \"d\", \"category\": \"technical\","
            + " \"customFields\": {\"note\": "
            + value
            + "}}";
    Response answer = customer.post(Api.TICKETS, body);
    assertRefused(answer, "customFields.note");
  }

  @Test
  void a_field_is_of_the_tickets_that_it_applies_to() {
    category("ride", List.of());
    field("seat", "text", "categories", List.of("ride"));
    field("iban", "text", "departments", List.of("billing"));

    assertRefused(
        opening(customer, Map.of("seat", "1", "iban", "DE")),
        "customFields.seat",
        "customFields.iban");
    Map<String, Object> body = Api.newTicket(app);
    body.putAll(
        Map.of(
            "category",
            "ride",
            "department",
            "billing",
            "customFields",
            Map.of("seat", "1", "iban", "DE")));
    String id =
        customer
            .post(Api.TICKETS, body)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");

    // It keeps what it has where the field is no longer its own, and takes nothing new there.
    revising(id, Map.of("category", "technical")).then().statusCode(200);
    assertThat(customer.reads(id).getString("customFields.seat")).isEqualTo("1");
    assertRefused(revising(id, Map.of("customFields", Map.of("seat", "2"))), "customFields.seat");
  }

  @Test
  void required_fields_are_there_from_the_beginning_and_stay() {
    field("floor", "number", "required", true);
    field("note", "text");
    category("upstairs", List.of("note"));

    assertRefused(opening(customer, Map.of()), "customFields.floor");
    assertRefused(opening(agent, Map.of()), "customFields.floor");
    assertRefused(opening(service, Map.of()), "customFields.floor");
    String id = opened(customer, Map.of("floor", 3));
    assertRefused(revising(id, Map.of("customFields", mapOfNull("floor"))), "customFields.floor");
    assertRefused(revising(id, Map.of("category", "upstairs")), "customFields.note");
    revising(id, Map.of("category", "upstairs", "customFields", Map.of("note", "third door")))
        .then()
        .statusCode(200);

    // What comes to be required later is asked of tickets only when they get another category.
    field("lift", "boolean", "required", true);
    revising(id, Map.of("subject", "Another")).then().statusCode(200);
    agent
        .put(Api.TICKETS + "/" + id + "/priority", Map.of("priority", "high"))
        .then()
        .statusCode(200);
    assertRefused(revising(id, Map.of("category", "technical")), "customFields.lift");
  }

  @Test
  void a_field_of_staff_is_not_there_for_the_customers_side() {
    field("risk", "choice", "options", List.of("low", "high"), "visibleToCustomer", false);
    field("floor", "number");
    admin
        .patch(Api.CATEGORIES + "/technical", Map.of("requiredFields", List.of("risk", "floor")))
        .then()
        .statusCode(200);

    for (Person other : List.of(customer, service)) {
      other.get(Api.CUSTOM_FIELDS + "/risk").then().statusCode(404);
      assertThat(other.get(Api.CUSTOM_FIELDS).asString()).doesNotContain("risk");
      assertThat(other.get(Api.CATEGORIES).asString()).doesNotContain("risk").contains("floor");
      assertThat(other.get(Api.CATEGORIES + "/technical").asString()).doesNotContain("risk");
      Response hidden = opening(other, Map.of("floor", 1, "risk", "low"));
      Response unknown = opening(other, Map.of("floor", 1, "rusk", "low"));
      assertRefused(hidden, "customFields.risk");
      assertThat(hidden.asString().replace("risk", "rusk")).isEqualTo(unknown.asString());
      // Nor is it asked of those who cannot know of it.
      assertThat(opening(other, Map.of()).asString()).contains("floor").doesNotContain("risk");
      opened(other, Map.of("floor", 1));
    }
    assertRefused(opening(agent, Map.of("floor", 1)), "customFields.risk");
    assertThat(agent.get(Api.CATEGORIES + "/technical").jsonPath().getList("requiredFields"))
        .containsExactly("risk", "floor");
  }

  /** Everything that the customer's side may read about a ticket. */
  private static List<String> routes(String id, String canary) {
    String t = Api.TICKETS;
    return List.of(
        t + "/" + id,
        t,
        t + "?sort=-updatedAt",
        t + "?sort=createdAt",
        t + "?q=" + canary,
        t + "?customField=risk:" + canary,
        t + "?customField=rusk:" + canary,
        t + "?updatedFrom=2020-01-01",
        t + "/counts",
        t + "/counts?customField=risk:" + canary,
        t + "/counts?q=" + canary,
        t + "/" + id + "/messages",
        t + "/" + id + "/history");
  }

  @Test
  void a_change_of_a_field_of_staff_changes_nothing_that_the_customers_side_sees() {
    field("risk", "text", "visibleToCustomer", false);
    field("floor", "number");
    String id = opened(service, Map.of("floor", 3));
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    for (Person reader : List.of(customer, service)) {
      List<String> before = routes(id, canary).stream().map(r -> told(reader.get(r))).toList();
      int version = agent.reads(id).getInt("version");
      String updated = agent.reads(id).getString("updatedAt");

      JsonPath answer =
          revising(id, Map.of("customFields", Map.of("risk", canary + reader.id())))
              .then()
              .statusCode(200)
              .header("ETag", "\"v" + (version + 1) + "\"")
              .extract()
              .jsonPath();

      assertThat(answer.getString("customFields.risk")).startsWith(canary);
      assertThat(agent.reads(id).getString("updatedAt")).isGreaterThan(updated);
      assertThat(routes(id, canary).stream().map(r -> told(reader.get(r))).toList())
          .isEqualTo(before);
    }
    assertThat(
            agent
                .get(Api.TICKETS + "?customField=risk:" + canary + service.id())
                .jsonPath()
                .getList("items.id"))
        .containsExactly(id);
  }

  @Test
  void no_answer_to_the_customer_has_a_value_of_staff() {
    field("risk", "text", "visibleToCustomer", false);
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    String id = opened(customer, Map.of());
    String ticket = Api.TICKETS + "/" + id;
    revising(id, Map.of("customFields", Map.of("risk", canary))).then().statusCode(200);
    agent.resolves(id);

    // Its versions count what it sees; the conditions that it sends are understood as such.
    Response reopened =
        customer
            .calls()
            .header("If-Match", customer.get(ticket).header("ETag"))
            .header("Idempotency-Key", "k")
            .body(Map.of("reason", "No."))
            .post(ticket + "/reopen");
    assertThat(reopened.statusCode()).as(reopened.asString()).isEqualTo(200);
    assertThat(reopened.header("ETag")).isEqualTo(customer.get(ticket).header("ETag"));
    assertThat(
            customer
                .calls()
                .header("If-Match", agent.get(ticket).header("ETag"))
                .body(Map.of("status", "closed"))
                .put(ticket + "/status")
                .statusCode())
        .isEqualTo(412);
    agent.resolves(id);
    Response rated = customer.post(ticket + "/rating", Map.of("rating", 2));
    assertThat(rated.header("ETag")).isEqualTo(customer.get(ticket).header("ETag"));
    String heard =
        reopened.asString()
            + rated.asString()
            + customer.put(ticket + "/status", Map.of("status", "closed")).asString()
            + customer.get(ticket).asString()
            + customer.get(Api.TICKETS).asString();
    assertThat(heard).doesNotContain(canary).doesNotContain("risk");
    assertThat(agent.get(ticket).asString()).contains(canary);
    assertThat(agent.get(ticket).header("ETag")).isNotEqualTo(customer.get(ticket).header("ETag"));
  }

  @Test
  void values_that_become_staffs_own_are_seen_no_more() {
    field("note", "text");
    String id = opened(customer, Map.of("note", "seen"));
    assertThat(customer.reads(id).getString("customFields.note")).isEqualTo("seen");
    admin
        .patch(Api.CUSTOM_FIELDS + "/note", Map.of("visibleToCustomer", false))
        .then()
        .statusCode(200);
    assertThat(customer.reads(id).getMap("customFields")).isEmpty();
    assertThat(customer.get(Api.TICKETS + "?customField=note:seen").jsonPath().getList("items"))
        .isEmpty();
    assertThat(agent.reads(id).getString("customFields.note")).isEqualTo("seen");
  }

  @Test
  void tickets_are_found_and_counted_by_their_values() {
    field("floor", "number");
    field("note", "text");
    String third = opened(customer, Map.of("floor", 3, "note", "a:b c"));
    String thirdToo = opened(customer, Map.of("floor", 3));
    opened(customer, Map.of("floor", 30));

    for (Person reader : List.of(customer, agent)) {
      assertThat(found(reader, "customField", "floor:3")).containsExactly(thirdToo, third);
      assertThat(found(reader, "customField", "floor:3.0")).containsExactly(thirdToo, third);
      assertThat(found(reader, "customField", "floor:3", "customField", "note:a:b c"))
          .containsExactly(third);
      assertThat(found(reader, "customField", "floor:3", "customField", "floor:30")).isEmpty();
      assertThat(found(reader, "customField", "nope:3")).isEmpty();
      assertThat(
              reader
                  .calls()
                  .queryParam("customField", "floor:3")
                  .get(Api.TICKETS + "/counts")
                  .jsonPath()
                  .getInt("total"))
          .isEqualTo(2);
    }
    JsonPath page =
        customer
            .calls()
            .queryParam("customField", "floor:3")
            .get(Api.TICKETS + "?limit=1")
            .jsonPath();
    String cursor = page.getString("nextCursor");
    assertThat(
            customer
                .calls()
                .queryParam("customField", "floor:3")
                .queryParam("cursor", cursor)
                .get(Api.TICKETS + "?limit=1")
                .jsonPath()
                .getList("items.id"))
        .containsExactly(third);
    customer
        .calls()
        .queryParam("customField", "floor:30")
        .queryParam("cursor", cursor)
        .get(Api.TICKETS + "?limit=1")
        .then()
        .statusCode(400);
  }

  @Test
  void no_more_than_ten_values_are_asked_for() {
    var request = customer.calls();
    for (int i = 0; i < 11; i++) {
      request.queryParam("customField", "floor:" + i);
    }
    assertRefused(request.get(Api.TICKETS), "customField");
  }

  @Test
  void apps_keep_their_fields_to_themselves() {
    field("floor", "number");
    Person stranger = Api.customer("bookings");
    stranger.get(Api.CUSTOM_FIELDS + "/floor?app=" + app).then().statusCode(404);
    stranger.get(Api.CUSTOM_FIELDS + "?app=" + app).then().statusCode(404);
    assertThat(stranger.get(Api.CUSTOM_FIELDS).jsonPath().getList("items.key"))
        .doesNotContain("floor");
    Api.admin("bookings")
        .patch(Api.CUSTOM_FIELDS + "/floor?app=" + app, Map.of("name", "x"))
        .then()
        .statusCode(404);
    Map<String, Object> body = Api.newTicket("bookings");
    body.put("customFields", Map.of("floor", 1));
    assertRefused(stranger.post(Api.TICKETS, body), "customFields.floor");
  }

  private static List<String> found(Person reader, String... parameters) {
    var request = reader.calls();
    for (int i = 0; i < parameters.length; i += 2) {
      request.queryParam(parameters[i], parameters[i + 1]);
    }
    return request
        .queryParam("sort", "-createdAt")
        .get(Api.TICKETS)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items.id");
  }

  private static Map<String, Object> mapOfNull(String key) {
    Map<String, Object> map = new HashMap<>();
    map.put(key, null);
    return map;
  }

  private static String told(Response answer) {
    return answer.statusCode() + " " + answer.header("ETag") + " " + answer.asString();
  }
}
