package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Apps and categories, kept by admins and in force at once. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class CataloguesTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Person root = Api.admin("*");

  @Test
  void an_app_is_added_used_and_changed_without_a_restart() {
    String key = "app_" + letters();
    String prefix = "A" + letters().substring(0, 6).toUpperCase(Locale.ROOT);
    Response added =
        root.post(
            Api.APPS,
            """
            {"key": "%s", "name": "Parcels", "prefix": "%s",
             "statuses": [{"key": "open", "name": "New"}, {"key": "in_progress", "name": "At work"},
                          {"key": "resolved", "name": "Done"}, {"key": "closed", "name": "Over"}],
             "priorities": [{"key": "normal", "name": "Usual"}, {"key": "high", "name": "Fast"}],
             "targets": {"high": {"firstResponse": "PT5M", "resolution": "PT1H"}},
             "departments": ["front"], "mayCreate": ["customer"], "agentsSee": "all",
             "reopenWindow": "P1D", "languages": ["nl"]}"""
                .formatted(key, prefix));
    assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo(Api.APPS + "/" + key);
    root.post(
            Api.CATEGORIES,
            Map.of("app", key, "key", "parcel", "name", "Parcel", "department", "front"))
        .then()
        .statusCode(201);

    Person customer = Api.customer(key);
    Map<String, Object> ticket = new LinkedHashMap<>(Api.newTicket(key));
    ticket.put("category", "parcel");
    ticket.put("priority", "high");
    JsonPath opened = customer.post(Api.TICKETS, ticket).then().statusCode(201).extract().jsonPath();
    assertThat(opened.getString("number")).startsWith(prefix + "-");
    assertThat(opened.getString("department")).isEqualTo("front");
    assertThat(opened.getString("language")).isEqualTo("nl");

    String tag = root.get(Api.APPS + "/" + key).header("ETag");
    Response changed =
        root.calls()
            .header("If-Match", tag)
            .contentType("application/merge-patch+json")
            .body("{\"priorities\": [{\"key\": \"low\", \"name\": \"Slow\"}], \"name\": \"Post\"}")
            .patch(Api.APPS + "/" + key);
    assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
    assertThat(changed.jsonPath().getString("name")).isEqualTo("Post");
    assertThat(changed.jsonPath().getString("prefix")).isEqualTo(prefix);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
    root.calls()
        .header("If-Match", tag)
        .body("{\"name\": \"Late\"}")
        .patch(Api.APPS + "/" + key)
        .then()
        .statusCode(412);
    Eventually.until(
        SOON,
        "the new priorities are in force",
        () -> customer.post(Api.TICKETS, ticket).statusCode() == 400);
    assertThat(customer.reads(opened.getString("id")).getString("priority")).isEqualTo("high");
  }

  @Test
  void keys_and_prefixes_are_taken_once() {
    String key = "app_" + letters();
    String prefix = "B" + letters().substring(0, 6).toUpperCase(Locale.ROOT);
    root.post(Api.APPS, Map.of("key", key, "name", "One", "prefix", prefix))
        .then()
        .statusCode(201);
    root.post(Api.APPS, Map.of("key", key, "name", "Two", "prefix", "OTHER"))
        .then()
        .statusCode(409);
    root.post(Api.APPS, Map.of("key", key + "x", "name", "Two", "prefix", prefix))
        .then()
        .statusCode(409);
  }

  @Test
  void settings_that_cannot_be_are_refused() {
    for (String wrong :
        List.of(
            "\"statuses\": [{\"key\": \"open\", \"name\": \"Open\"}]",
            "\"statuses\": [null]",
            "\"statuses\": [{\"key\": \"nope\", \"name\": \"x\"}]",
            "\"statuses\": []",
            "\"priorities\": []",
            "\"priorities\": [{\"key\": \"low\", \"name\": \"a\"}, {\"key\": \"low\", \"name\": \"b\"}]",
            "\"departments\": []",
            "\"departments\": [null]",
            "\"departments\": [\"A b\"]",
            "\"mayCreate\": []",
            "\"mayCreate\": [\"pirate\"]",
            "\"mayCreate\": [null]",
            "\"agentsSee\": \"nothing\"",
            "\"targets\": {\"nope\": {\"firstResponse\": \"PT1H\", \"resolution\": \"PT1H\"}}",
            "\"targets\": {\"low\": null}",
            "\"targets\": {\"low\": {\"firstResponse\": \"PT1H\"}}",
            "\"targets\": {\"low\": {\"firstResponse\": \"PT0S\", \"resolution\": \"PT1H\"}}",
            "\"targets\": {\"low\": {\"firstResponse\": \"PT1H\", \"resolution\": \"P999999999D\"}}",
            "\"reopenWindow\": \"P999999999D\"",
            "\"reopenWindow\": \"-P1D\"",
            "\"reopenWindow\": 7",
            "\"reopenWindow\": \"soon\"",
            "\"autoCloseAfter\": \"PT0S\"",
            "\"escalateAfter\": null",
            "\"longestMessage\": 0",
            "\"longestMessage\": 5001",
            "\"longestMessage\": \"5\"",
            "\"mostAttachments\": 11",
            "\"largestAttachment\": 10485761",
            "\"languages\": []",
            "\"languages\": [null]",
            "\"languages\": [\"!\"]",
            "\"issuers\": [null]",
            "\"name\": \"\"",
            "\"name\": \"a\\u0000\"",
            "\"version\": 7",
            "\"prefix\": \"NEW\"",
            "\"key\": \"new\"",
            "\"unknown\": 1")) {
      Response answer = root.patch(Api.APPS + "/marketplace", "{" + wrong + "}");
      assertThat(answer.statusCode()).as(wrong + ": " + answer.asString()).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors")).as(wrong).isNotEmpty();
    }
    for (String wrong :
        List.of(
            "{}",
            "{\"key\": \"A\", \"name\": \"x\", \"prefix\": \"PRE\"}",
            "{\"key\": \"a\", \"name\": \"x\", \"prefix\": \"pre\"}",
            "{\"key\": \"a\", \"name\": \"x\", \"prefix\": \"TOOLONGPREFIX\"}",
            "{\"key\": \"a\", \"name\": \"x\", \"prefix\": \"P-1\"}")) {
      root.post(Api.APPS, wrong).then().statusCode(400);
    }
    assertThat(root.get(Api.APPS + "/marketplace").jsonPath().getInt("version")).isEqualTo(1);
  }

  @Test
  void everyone_sees_the_apps_of_its_token() {
    assertThat(Api.customer("rides").get(Api.APPS).jsonPath().getList("items.key"))
        .containsExactly("rides");
    assertThat(Api.agent("desk").get(Api.APPS).jsonPath().getList("items.key"))
        .containsExactly("desk");
    assertThat(root.get(Api.APPS + "?limit=100").jsonPath().getList("items.key"))
        .contains("bookings", "deliveries", "desk", "marketplace", "rides");
    Api.customer("rides").get(Api.APPS + "/desk").then().statusCode(404);
    assertThat(Api.customer("rides").get(Api.APPS + "/rides").jsonPath().getMap(""))
        .doesNotContainKey("issuers");
    assertThat(Api.agent("rides").get(Api.APPS + "/rides").jsonPath().getMap(""))
        .containsKey("issuers");
  }

  @Test
  void apps_come_in_pages() {
    JsonPath first = root.get(Api.APPS + "?limit=2").jsonPath();
    assertThat(first.getList("items")).hasSize(2);
    JsonPath second =
        root.get(Api.APPS + "?limit=2&cursor=" + first.getString("nextCursor")).jsonPath();
    assertThat(second.getList("items.key", String.class))
        .hasSize(2)
        .doesNotContainAnyElementsOf(first.getList("items.key", String.class));
  }

  @Test
  void a_profile_names_the_issuers_that_speak_for_it() {
    String key = "app_" + letters();
    String prefix = "C" + letters().substring(0, 6).toUpperCase(Locale.ROOT);
    root.post(
            Api.APPS,
            Map.of("key", key, "name", "Shut", "prefix", prefix, "issuers", List.of("another")))
        .then()
        .statusCode(201);
    Person customer = Api.customer(key);
    Eventually.until(
        SOON,
        "the issuer at hand no longer speaks for the app",
        () -> customer.get(Api.TICKETS).statusCode() == 401);
    Api.agent(key).get(Api.APPS + "/" + key).then().statusCode(404);
  }

  @Test
  void a_category_lives_its_life() {
    Person admin = Api.admin("bookings");
    Person customer = Api.customer("bookings");
    String key = "key_" + letters();
    String place = Api.CATEGORIES + "/" + key;
    Response added =
        admin.post(
            Api.CATEGORIES,
            """
            {"key": "%s", "name": "Lost thing", "icon": "key", "description": "Something is lost.",
             "sortOrder": 5, "defaultPriority": "high", "department": "billing",
             "requiredFields": ["colour"]}"""
                .formatted(key));
    assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
    assertThat(added.jsonPath().getMap(""))
        .containsOnlyKeys(
            "key",
            "app",
            "name",
            "icon",
            "description",
            "active",
            "sortOrder",
            "defaultPriority",
            "department",
            "requiredFields",
            "version");
    admin
        .post(Api.CATEGORIES, Map.of("key", key, "name", "Again", "department", "billing"))
        .then()
        .statusCode(409);
    assertThat(customer.get(Api.CATEGORIES + "?limit=100").jsonPath().getString("items[0].key"))
        .isEqualTo(key);

    Response changed =
        admin
            .calls()
            .header("If-Match", added.header("ETag"))
            .body("{\"active\": false, \"icon\": null, \"requiredFields\": []}")
            .patch(place);
    assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
    assertThat(changed.jsonPath().getString("icon")).isNull();
    assertThat(changed.jsonPath().getString("description")).isEqualTo("Something is lost.");
    Eventually.until(
        SOON, "customers no longer see it", () -> customer.get(place).statusCode() == 404);
    admin.get(place).then().statusCode(200);
    Map<String, Object> ticket = Api.newTicket("bookings");
    ticket.put("category", key);
    customer.post(Api.TICKETS, ticket).then().statusCode(400);

    admin
        .calls()
        .header("If-Match", added.header("ETag"))
        .delete(place)
        .then()
        .statusCode(412);
    admin.delete(place).then().statusCode(204);
    admin.get(place).then().statusCode(404);
  }

  @Test
  void a_category_in_use_stays() {
    Person admin = Api.admin("desk");
    Api.customer("desk").opens(Map.of("category", "general"));
    Response refused = admin.delete(Api.CATEGORIES + "/general");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/category-in-use");
  }

  @Test
  void categories_that_cannot_be_are_refused() {
    Person admin = Api.admin("rides");
    for (String wrong :
        List.of(
            "{\"name\": null}",
            "{\"name\": \"\"}",
            "{\"active\": null}",
            "{\"active\": \"yes\"}",
            "{\"sortOrder\": -1}",
            "{\"sortOrder\": 1.5}",
            "{\"sortOrder\": 99999999999}",
            "{\"defaultPriority\": \"nope\"}",
            "{\"department\": \"nope\"}",
            "{\"requiredFields\": null}",
            "{\"requiredFields\": [null]}",
            "{\"requiredFields\": [\"A b\"]}",
            "{\"key\": \"other\"}",
            "{\"app\": \"desk\"}",
            "{\"version\": 1}",
            "[]")) {
      admin.patch(Api.CATEGORIES + "/gps_issue", wrong).then().statusCode(400);
    }
    for (String wrong :
        List.of(
            "{}",
            "{\"key\": \"A\", \"name\": \"x\", \"department\": \"general\"}",
            "{\"key\": \"a\", \"name\": \"x\", \"department\": \"nowhere\"}",
            "{\"key\": \"a\", \"name\": \"x\", \"department\": \"general\", \"icon\": \"\"}")) {
      admin.post(Api.CATEGORIES, wrong).then().statusCode(400);
    }
    assertThat(admin.get(Api.CATEGORIES + "/gps_issue").jsonPath().getInt("version")).isEqualTo(1);
  }

  @Test
  void staff_of_several_apps_says_which_one_it_means() {
    Person everywhere =
        new Person(
            "everywhere",
            "",
            dev.handrail.kit.testing.TestIssuer.shared()
                .token("admin", "everywhere")
                .apps("*")
                .sign());
    Response unclear = everywhere.get(Api.CATEGORIES);
    assertThat(unclear.statusCode()).isEqualTo(400);
    assertThat(unclear.jsonPath().getList("errors.field")).containsExactly("app");
    assertThat(everywhere.get(Api.CATEGORIES + "?app=rides").jsonPath().getList("items"))
        .isNotEmpty();
  }

  private static String letters() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
