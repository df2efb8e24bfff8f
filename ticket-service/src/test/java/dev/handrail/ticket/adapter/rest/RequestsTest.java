package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, keys, patches and the shapes of answers. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RequestsTest {

  private final Person customer = Api.customer("bookings");
  private final Person admin = Api.admin("bookings");

  @Test
  void a_new_ticket_answers_with_itself_its_place_and_its_version() {
    Map<String, Object> body = Api.newTicket("bookings");
    body.put("tags", List.of("Refund", "refund", "VIP"));
    body.put("links", List.of(Map.of("type", "booking", "id", "B-1")));
    body.put("customFields", Map.of("room", "12", "nights", 3, "paid", true, "price", 10.25));
    Response answer = customer.post(Api.TICKETS, body);
    assertThat(answer.statusCode()).isEqualTo(201);
    JsonPath ticket = answer.jsonPath();
    assertThat(answer.header("Location")).isEqualTo(Api.TICKETS + "/" + ticket.getString("id"));
    assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(ticket.getMap(""))
        .containsOnlyKeys(
            "id",
            "number",
            "app",
            "department",
            "language",
            "subject",
            "description",
            "category",
            "priority",
            "status",
            "source",
            "customer",
            "assignee",
            "tags",
            "links",
            "customFields",
            "escalationLevel",
            "resolution",
            "rating",
            "sla",
            "createdAt",
            "updatedAt",
            "resolvedAt",
            "closedAt",
            "unreadCount",
            "lastMessage",
            "version");
    assertThat(ticket.getList("tags")).containsExactly("refund", "vip");
    assertThat(ticket.getMap("customFields"))
        .containsEntry("room", "12")
        .containsEntry("nights", 3)
        .containsEntry("paid", true)
        .containsEntry("price", 10.25f);
    assertThat(ticket.getMap("customer"))
        .containsEntry("id", customer.id())
        .containsEntry("kind", "customer")
        .containsKeys("name", "avatarUrl");
    assertThat(ticket.getMap("lastMessage")).containsOnlyKeys("snippet", "at", "author");

    Map<String, Object> read = customer.reads(ticket.getString("id")).getMap("");
    Map<String, Object> opened = ticket.getMap("");
    assertThat(read).containsAllEntriesOf(opened);
    assertThat(read).containsKeys("messages", "attachments");
  }

  @Test
  void a_message_has_its_shape() {
    String id = customer.opens();
    Response posted =
        admin.post(
            Api.TICKETS + "/" + id + "/messages",
            Map.of("text", "**Hello** <b>you</b>", "format", "markdown"));
    assertThat(posted.statusCode()).isEqualTo(201);
    JsonPath message = posted.jsonPath();
    assertThat(posted.header("Location"))
        .isEqualTo(Api.TICKETS + "/" + id + "/messages/" + message.getString("id"));
    assertThat(message.getMap(""))
        .containsOnlyKeys(
            "id",
            "author",
            "text",
            "html",
            "format",
            "visibility",
            "attachments",
            "mentions",
            "createdAt",
            "readByCustomer",
            "readByStaff",
            "redactedAt");
    assertThat(message.getString("html"))
        .isEqualTo("<p><strong>Hello</strong> &lt;b&gt;you&lt;/b&gt;</p>");
    assertThat(message.getMap("author")).containsEntry("kind", "admin");
    assertThat(message.getBoolean("readByCustomer")).isFalse();
    assertThat(message.getBoolean("readByStaff")).isTrue();

    String place = posted.header("Location");
    assertThat(customer.get(place).jsonPath().getMap("")).isEqualTo(message.getMap(""));
    customer.put(Api.TICKETS + "/" + id + "/read", "").then().statusCode(204);
    assertThat(customer.get(place).jsonPath().getBoolean("readByCustomer")).isTrue();
    assertThat(admin.reads(id).getBoolean("messages[1].readByStaff")).isFalse();
  }

  @Test
  void a_message_is_reached_through_its_own_ticket_only() {
    String mine = customer.opens();
    Person other = Api.customer("bookings");
    String theirs = other.opens();
    String message = other.says(theirs, "Private.").getString("id");
    customer
        .get(Api.TICKETS + "/" + mine + "/messages/" + message)
        .then()
        .statusCode(404);
    for (String id : List.of("x", UUID.randomUUID().toString(), "1-1-1-1-1")) {
      customer.get(Api.TICKETS + "/" + mine + "/messages/" + id).then().statusCode(404);
    }
  }

  @Test
  void a_stale_version_changes_nothing_and_the_current_one_does() {
    String ticket = Api.TICKETS + "/" + customer.opens();
    String first = admin.get(ticket).header("ETag");
    admin.put(ticket + "/priority", Map.of("priority", "urgent")).then().statusCode(200);
    String second = admin.get(ticket).header("ETag");
    assertThat(second).isNotEqualTo(first);

    for (String stale : List.of(first, "\"v999\"", "W/\"v1\"", "\"another-thing\"")) {
      Response refused =
          admin
              .calls()
              .header("If-Match", stale)
              .body(Map.of("priority", "low"))
              .put(ticket + "/priority");
      assertThat(refused.statusCode()).as(stale).isEqualTo(412);
      assertThat(refused.contentType()).startsWith("application/problem+json");
    }
    assertThat(admin.get(ticket).jsonPath().getString("priority")).isEqualTo("urgent");
    for (String good : List.of(second, "*")) {
      admin
          .calls()
          .header("If-Match", good)
          .body(Map.of("subject", "With " + good.length()))
          .patch(ticket)
          .then()
          .statusCode(200);
    }
  }

  @Test
  void messages_and_read_marks_do_not_change_the_version() {
    String id = customer.opens();
    String ticket = Api.TICKETS + "/" + id;
    String tag = admin.get(ticket).header("ETag");
    admin.says(id, "Hello.");
    admin.notes(id, "Hm.");
    customer.put(ticket + "/read", "").then().statusCode(204);
    assertThat(customer.get(ticket).header("ETag")).isEqualTo(tag);
    assertThat(admin.get(ticket).header("ETag")).isEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/merge-patch+json", "application/json"})
  void a_patch_changes_what_it_names(String type) {
    String id = customer.opens(Map.of("customFields", Map.of("a", 1, "b", "two"))).getString("id");
    Response answer =
        admin
            .calls()
            .contentType(type)
            .body(
                """
                {"subject": "New", "category": "billing", "department": "complaints",
                 "priority": "normal", "language": "de", "tags": ["One"],
                 "customFields": {"a": null, "c": 0.10}}""")
            .patch(Api.TICKETS + "/" + id);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    JsonPath ticket = admin.reads(id);
    assertThat(ticket.getString("subject")).isEqualTo("New");
    assertThat(ticket.getString("category")).isEqualTo("billing");
    assertThat(ticket.getString("department")).isEqualTo("complaints");
    assertThat(ticket.getString("priority")).isEqualTo("medium");
    assertThat(ticket.getString("language")).isEqualTo("de");
    assertThat(ticket.getList("tags")).containsExactly("one");
    assertThat(ticket.getMap("customFields")).containsOnlyKeys("b", "c");
    String tag = answer.header("ETag");
    assertThat(admin.patch(Api.TICKETS + "/" + id, "{}").header("ETag")).isEqualTo(tag);
  }

  @Test
  void every_creating_route_gives_its_first_answer_again() {
    Person agent = Api.agent("bookings");
    String id = customer.opens();
    String ticket = Api.TICKETS + "/" + id;
    String category = "key_" + UUID.randomUUID().toString().replace('-', '_');
    String app = "app_" + UUID.randomUUID().toString().replace('-', '_');
    assertReplayed(customer, Api.TICKETS, Api.newTicket("bookings"), 201);
    assertReplayed(agent, ticket + "/messages", Map.of("text", "Hello."), 201);
    assertReplayed(
        agent, ticket + "/resolution", Map.of("type", "solved", "summary", "Done."), 200);
    assertReplayed(customer, ticket + "/reopen", Map.of("reason", "Again."), 200);
    assertReplayed(agent, ticket + "/close", Map.of(), 200);
    assertReplayed(customer, ticket + "/rating", Map.of("rating", 3), 201);
    assertReplayed(
        admin,
        Api.CATEGORIES,
        Map.of("key", category, "name", "New", "department", "general"),
        201);
    assertReplayed(
        Api.admin("*"), Api.APPS, Map.of("key", app, "name", "New", "prefix", "RPLY"), 201);
    assertThat(customer.reads(id).getList("messages")).hasSize(2);
  }

  private static void assertReplayed(
      Person person, String path, Map<String, Object> body, int status) {
    String key = UUID.randomUUID().toString();
    Response first = keyed(person, key, path, body);
    assertThat(first.statusCode()).as(path + ": " + first.asString()).isEqualTo(status);
    assertThat(first.header("Idempotency-Replayed")).isNull();
    Response second = keyed(person, key, path, body);
    assertThat(second.statusCode()).isEqualTo(status);
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));

    Map<String, Object> changed = new LinkedHashMap<>(body);
    String field = body.containsKey("rating") ? "comment" : body.containsKey("key") ? "name" : null;
    if (field == null) {
      field =
          body.containsKey("text")
              ? "text"
              : body.containsKey("reason")
                  ? "reason"
                  : body.containsKey("description") ? "description" : "summary";
    }
    changed.put(field, "Something else.");
    assertThat(keyed(person, key, path, changed).statusCode()).isEqualTo(422);
  }

  private static Response keyed(Person person, String key, String path, Object body) {
    return person.calls().header("Idempotency-Key", key).body(body).post(path);
  }

  @Test
  void a_key_belongs_to_its_caller() {
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = Api.newTicket("bookings");
    Response mine = keyed(customer, key, Api.TICKETS, body);
    Response theirs = keyed(Api.customer("bookings"), key, Api.TICKETS, body);
    Response elsewhere =
        keyed(Api.customer("desk", customer.id()), key, Api.TICKETS, Api.newTicket("desk"));
    assertThat(List.of(mine.statusCode(), theirs.statusCode(), elsewhere.statusCode()))
        .containsOnly(201);
    assertThat(
            List.of(
                mine.jsonPath().getString("id"),
                theirs.jsonPath().getString("id"),
                elsewhere.jsonPath().getString("id")))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_refused_request_may_be_tried_again_with_its_key() {
    String key = UUID.randomUUID().toString();
    Map<String, Object> wrong = Api.newTicket("bookings");
    wrong.put("category", "nope");
    assertThat(keyed(customer, key, Api.TICKETS, wrong).statusCode()).isEqualTo(400);
    assertThat(keyed(customer, key, Api.TICKETS, Api.newTicket("bookings")).statusCode())
        .isEqualTo(201);
    assertThat(keyed(customer, "x".repeat(256), Api.TICKETS, wrong).statusCode()).isEqualTo(400);
  }

  @Test
  void a_deleted_ticket_is_gone_like_what_never_was_and_its_number_is_not_given_again() {
    JsonPath ticket = customer.opens(Map.of());
    String id = ticket.getString("id");
    admin.delete(Api.TICKETS + "/" + id).then().statusCode(204);
    for (String ref : List.of(id, ticket.getString("number"))) {
      customer.get(Api.TICKETS + "/" + ref).then().statusCode(404);
      customer.get(Api.TICKETS + "/" + ref + "/messages").then().statusCode(404);
      admin.get(Api.TICKETS + "/" + ref).then().statusCode(404);
      admin.delete(Api.TICKETS + "/" + ref).then().statusCode(404);
    }
    assertThat(customer.get(Api.TICKETS).jsonPath().getList("items")).isEmpty();
    assertThat(customer.opens(Map.of()).getString("number"))
        .isNotEqualTo(ticket.getString("number"));
  }

  @Test
  void a_wrong_method_or_path_is_a_problem_too() {
    for (String path : List.of("/api/v1/nothing", "/api/v1/tickets/x/nothing", "/")) {
      Response answer = customer.get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.contentType()).startsWith("application/problem+json");
    }
    Response answer = customer.delete(Api.TICKETS);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.contentType()).startsWith("application/problem+json");
  }
}
