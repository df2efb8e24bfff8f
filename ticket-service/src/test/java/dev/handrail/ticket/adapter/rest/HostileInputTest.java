package dev.handrail.ticket.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.TestIssuer;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: the right problem, never a 500, nothing stored. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class HostileInputTest {

  private static final String GOOD =
      "\"subject\": \"s\", \"description\": \"d\", \"category\": \"technical\"";

  @Inject Sql sql;

  private final Person customer = Api.customer("bookings");
  private long stored;
  private boolean expectsStorage;

  @BeforeEach
  void count() {
    stored = rows();
    expectsStorage = false;
  }

  @AfterEach
  void nothing_was_stored() {
    if (!expectsStorage) {
      assertThat(rows()).isEqualTo(stored);
    }
  }

  private long rows() {
    return sql.first(
            """
            SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM message)
                   + (SELECT count(*) FROM history) + (SELECT count(*) FROM idempotency)
                   + (SELECT coalesce(sum(version + event_sequence), 0) FROM ticket) AS rows
            """,
            row -> row.longValue("rows"))
        .orElseThrow();
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("{", "body"),
        Arguments.of("", "body"),
        Arguments.of("null", "body"),
        Arguments.of("[]", "body"),
        Arguments.of("\"text\"", "body"),
        Arguments.of("{" + GOOD + "} {}", "body"),
        Arguments.of("{" + GOOD + ", \"subject\": \"twice\"}", "body"),
        Arguments.of("{'subject': 's'}", "body"),
        Arguments.of("{" + GOOD + ",}", "body"),
        Arguments.of("{" + GOOD + ", \"admin\": true}", "admin"),
        Arguments.of("{" + GOOD + ", \"status\": \"closed\"}", "status"),
        Arguments.of("{" + GOOD + ", \"assigneeId\": \"me\"}", "assigneeId"),
        Arguments.of("{" + GOOD + ", \"id\": \"x\", \"number\": \"BKG-1\"}", "id"),
        Arguments.of(
            "{" + GOOD + ", \"links\": [{\"type\": \"ride\", \"id\": \"1\", \"x\": 1}]}",
            "links[0].x"),
        Arguments.of("{" + GOOD + ", \"links\": [null]}", "links.type"),
        Arguments.of("{" + GOOD + ", \"links\": [{}]}", "links.type"),
        Arguments.of("{" + GOOD + ", \"links\": {\"type\": \"ride\"}}", "links"),
        Arguments.of(
            "{" + GOOD + ", \"links\": [{\"type\": \"A b\", \"id\": \"1\"}]}", "links.type"),
        Arguments.of("{" + GOOD + ", \"tags\": \"one\"}", "tags"),
        Arguments.of("{" + GOOD + ", \"tags\": [null]}", "tags"),
        Arguments.of("{" + GOOD + ", \"tags\": [1]}", "tags[0]"),
        Arguments.of("{" + GOOD + ", \"attachmentIds\": [\"x\"]}", "attachmentIds"),
        Arguments.of("{" + GOOD + ", \"attachmentIds\": [null]}", "attachmentIds"),
        Arguments.of("{" + GOOD + ", \"customFields\": []}", "customFields"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"a\": null}}", "customFields.a"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"a\": [1]}}", "customFields.a"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"a\": {\"b\": 1}}}", "customFields.a"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"A b\": 1}}", "customFields"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"a\": 1e400}}", "customFields.a"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"a\": 1e999999999}}", "customFields.a"),
        Arguments.of("{" + GOOD + ", \"customFields\": {\"a\": 1e99999999999}}", "customFields"),
        Arguments.of("{\"subject\": 1, \"description\": \"d\"}", "subject"),
        Arguments.of("{\"subject\": [\"s\"], \"description\": \"d\"}", "subject"),
        Arguments.of("{\"subject\": {\"a\": 1}}", "subject"),
        Arguments.of("{}", "subject"),
        Arguments.of("{\"subject\": null}", "subject"),
        Arguments.of("{" + GOOD + ", \"priority\": \"HIGH\"}", "priority"),
        Arguments.of("{" + GOOD + ", \"priority\": \"\"}", "priority"),
        Arguments.of("{" + GOOD + ", \"source\": \"pigeon\"}", "source"),
        Arguments.of("{" + GOOD + ", \"department\": \"sales\"}", "department"),
        Arguments.of("{" + GOOD + ", \"language\": \"!\"}", "language"),
        Arguments.of("{" + GOOD + ", \"customerId\": \"someone-else\"}", "customerId"),
        Arguments.of("{" + GOOD + ", \"app\": \"rides\"}", "app"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void a_bad_body_is_a_400_that_names_the_field(String body, String field) {
    Response answer = customer.post(Api.TICKETS, body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/invalid-request");
    assertThat(answer.jsonPath().getList("errors.field", String.class))
        .anyMatch(named -> named.startsWith(field));
    assertThat(answer.asString()).doesNotContain("dev.handrail", "Exception", "jackson");
  }

  @Test
  void several_unknown_fields_are_all_named() {
    Response answer =
        customer.post(Api.TICKETS, "{" + GOOD + ", \"one\": 1, \"two\": {\"a\": []}}");
    assertThat(answer.jsonPath().getList("errors.field")).containsExactly("one", "two");
  }

  @Test
  void several_wrong_fields_are_all_named() {
    Response answer =
        customer.post(
            Api.TICKETS, "{\"subject\": \"\", \"category\": \"nope\", \"priority\": \"nope\"}");
    assertThat(answer.jsonPath().getList("errors.field"))
        .contains("subject", "description", "category", "priority");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\u0000", "\\ud800", "\\udc00", "\\udfff\\ud800", "\\u001b", "\\u0085", "\\n"})
  void what_cannot_be_stored_or_shown_is_refused(String escape) {
    for (String field : List.of("subject", "description", "category", "language", "priority")) {
      if (escape.equals("\\n") && field.equals("description")) {
        continue;
      }
      String body = "{" + GOOD.replaceAll("\"" + field + "\": \"[^\"]*\"", "\"x\": 0") + "}";
      String text = "\"" + field + "\": \"a" + escape + "b\"";
      Response answer =
          customer.post(
              Api.TICKETS,
              body.contains("\"x\": 0")
                  ? body.replace("\"x\": 0", text)
                  : body.replace("}", ", " + text + "}"));
      assertThat(answer.statusCode()).as(field + ": " + answer.asString()).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors.field")).contains(field);
    }
    Response tag = customer.post(Api.TICKETS, "{" + GOOD + ", \"tags\": [\"a" + escape + "b\"]}");
    assertThat(tag.statusCode()).isEqualTo(400);
    Response value =
        customer.post(
            Api.TICKETS, "{" + GOOD + ", \"customFields\": {\"k\": \"a" + escape + "b\"}}");
    assertThat(value.statusCode()).isEqualTo(400);
    Response key =
        customer.post(Api.TICKETS, "{" + GOOD + ", \"customFields\": {\"a" + escape + "b\": 1}}");
    assertThat(key.statusCode()).isEqualTo(400);
    Response link =
        customer.post(
            Api.TICKETS,
            "{" + GOOD + ", \"links\": [{\"type\": \"ride\", \"id\": \"a" + escape + "b\"}]}");
    assertThat(link.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "😀",
        "ب",
        "ש",
        "e\u0301",
        "\u202E",
        "👨‍👩‍👧",
        "\uFEFF",
        "𝒳",
        "'; DROP TABLE ticket; --"
      })
  void any_other_text_comes_back_as_it_was(String text) {
    expectsStorage = true;
    JsonPath opened =
        customer.opens(Map.of("subject", "x" + text + "x", "description", text + "."));
    JsonPath read = customer.reads(opened.getString("id"));
    assertThat(read.getString("subject")).isEqualTo("x" + text + "x");
    assertThat(read.getString("messages[0].text")).isEqualTo(text + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "😀", "𝒳"})
  void lengths_are_counted_in_characters_as_people_see_code_points(String character) {
    expectsStorage = true;
    assertThat(customer.opens(Map.of("subject", character.repeat(200))).getString("subject"))
        .isEqualTo(character.repeat(200));
    Map<String, Object> tooLong = Api.newTicket("bookings");
    tooLong.put("subject", character.repeat(201));
    customer.post(Api.TICKETS, tooLong).then().statusCode(400);

    String id = customer.opens(Map.of("description", character.repeat(5_000))).getString("id");
    String messages = Api.TICKETS + "/" + id + "/messages";
    customer.post(messages, Map.of("text", character.repeat(5_000))).then().statusCode(201);
    customer.post(messages, Map.of("text", character.repeat(5_001))).then().statusCode(400);
  }

  @Test
  void lists_have_their_limits() {
    for (var tooMany :
        Map.of(
                "tags",
                IntStream.range(0, 21).mapToObj(i -> "t" + i).toList(),
                "links",
                IntStream.range(0, 21).mapToObj(i -> Map.of("type", "ride", "id", "" + i)).toList())
            .entrySet()) {
      Map<String, Object> body = Api.newTicket("bookings");
      body.put(tooMany.getKey(), tooMany.getValue());
      Response answer = customer.post(Api.TICKETS, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors.field")).contains(tooMany.getKey());
    }
  }

  @Test
  void a_deep_body_is_refused() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    for (String body :
        List.of(
            deep,
            "{" + GOOD + ", \"x\": " + deep + "}",
            "{" + GOOD + ", \"customFields\": {\"a\": " + deep + "}}")) {
      customer.post(Api.TICKETS, body).then().statusCode(400);
    }
  }

  @Test
  void a_large_body_is_refused() {
    String large = "{" + GOOD + ", \"x\": \"" + "a".repeat(2_000_000) + "\"}";
    assertThat(customer.post(Api.TICKETS, large).statusCode()).isEqualTo(413);
  }

  @Test
  void another_content_type_is_refused() {
    for (String type :
        List.of("text/plain", "application/xml", "multipart/form-data", "text/html")) {
      int status =
          given()
              .header("Authorization", "Bearer " + customer.token())
              .header("Content-Type", type)
              .body(("{" + GOOD + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .post(Api.TICKETS)
              .statusCode();
      assertThat(status).as(type).isEqualTo(415);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=1000000",
        "limit=x",
        "limit=",
        "limit=1.5",
        "limit=99999999999999999999",
        "status=nope",
        "status=OPEN",
        "status=",
        "status=open&status=nope",
        "priority=nope",
        "source=nope",
        "slaState=nope",
        "sort=nope",
        "sort=",
        "sort=-",
        "sort=--updatedAt",
        "sort=subject",
        "link=nope",
        "link=:",
        "link=ride:",
        "link=:1",
        "customField=nope",
        "customField=:1",
        "customField=floor:",
        "customField=Bad%20Key:1",
        "customField=floor:1&customField=nope",
        "createdFrom=yesterday",
        "createdFrom=2026-02-30",
        "createdTo=2026-13-01",
        "updatedFrom=1",
        "updatedTo=2026-01-01T00:00:00",
        "createdFrom=%2B999999999-01-01T00:00:00Z",
        "createdFrom=-999999999-01-01T00:00:00Z",
        "tz=Mars/Olympus",
        "cursor=nope",
        "cursor=",
        "cursor=AAAA",
        "cursor=%F0%9F%98%80",
        "q=%00",
        "q=a%00b",
        "tag=%00",
        "category=",
        "assignee=",
        "unknown=1",
        "limit=1&limit=2",
        "q=a&q=b",
        "page=2",
        "Status=open"
      })
  void a_bad_query_is_a_400_that_names_the_parameter(String query) {
    Response answer =
        given()
            .urlEncodingEnabled(false)
            .header("Authorization", "Bearer " + customer.token())
            .get(Api.TICKETS + "?" + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    if (!query.contains("%00")) {
      assertThat(answer.jsonPath().getList("errors.field", String.class))
          .contains(query.substring(0, query.indexOf('=')));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status=nope", "priority=nope", "unknown=1", "sort=-createdAt", "limit=5"})
  void counts_are_as_strict(String query) {
    customer.get(Api.TICKETS + "/counts?" + query).then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q=%27%20OR%201%3D1%20--",
        "q=%26%7C%21%3A%2A%28%29",
        "q=%5C",
        "q=%25%5F",
        "q=%3C-%3E",
        "q=%F0%9F%98%80",
        "q=%C3%28",
        "tag=%27",
        "customer=%25",
        "link=ride:a:b",
        "app=nowhere",
        "customField=floor:%27",
        "customField=floor:a:b&customField=day:2026-01-31",
        "customField=floor:%F0%9F%98%80%5C",
        "assignee=nobody-we-know",
        "createdFrom=2026-01-01&createdTo=2025-01-01",
        "createdFrom=2026-03-29&tz=Europe/Berlin",
        "createdFrom=2026-01-01T00:00:00+02:00"
      })
  void odd_but_legal_queries_find_nothing_wrong(String query) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + customer.token())
        .get(Api.TICKETS + "?" + query)
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "BKG-",
        "BKG-0",
        "BKG-999999999999999999999999",
        "bkg-000001",
        "00000000-0000-0000-0000-000000000000",
        "1-1-1-1-1",
        "%F0%9F%98%80",
        "'",
        "%25",
        "..%2F..%2Fetc",
        "a%20b"
      })
  void a_ref_that_is_none_is_a_404(String ref) {
    Response answer =
        given()
            .urlEncodingEnabled(false)
            .header("Authorization", "Bearer " + customer.token())
            .get(Api.TICKETS + "/" + ref);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
    assertThat(answer.contentType()).startsWith("application/problem+json");
  }

  @Test
  void a_very_long_ref_is_a_404() {
    customer.get(Api.TICKETS + "/" + "a".repeat(2_000)).then().statusCode(404);
  }

  @Test
  void bad_patches_are_refused() {
    expectsStorage = true;
    Person admin = Api.admin("bookings");
    String ticket = Api.TICKETS + "/" + customer.opens();
    stored = rows();
    expectsStorage = false;
    List<String> patches = new ArrayList<>();
    for (String field :
        List.of(
            "subject", "category", "department", "priority", "language", "tags", "customFields")) {
      patches.add("{\"" + field + "\": null}");
    }
    patches.addAll(
        List.of(
            "{\"status\": \"closed\"}",
            "{\"assigneeId\": \"me\"}",
            "{\"number\": \"BKG-1\"}",
            "{\"version\": 7}",
            "{\"createdAt\": \"2026-01-01T00:00:00Z\"}",
            "{\"subject\": \"\"}",
            "{\"subject\": 1}",
            "{\"subject\": \"" + "a".repeat(201) + "\"}",
            "{\"category\": \"nope\"}",
            "{\"department\": \"nope\"}",
            "{\"language\": \"xx\"}",
            "{\"priority\": \"nope\"}",
            "{\"tags\": [null]}",
            "{\"tags\": {}}",
            "{\"customFields\": {\"a\": 1e400}}",
            "{\"customFields\": {\"a\": [1]}}",
            "{\"customFields\": {\"a\\u0000\": 1}}",
            "{\"subject\": \"a\", \"subject\": \"b\"}",
            "[]",
            "null",
            "7",
            "{",
            "{} {}"));
    for (String patch : patches) {
      Response answer = admin.patch(ticket, patch);
      assertThat(answer.statusCode()).as(patch + ": " + answer.asString()).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors")).as(patch).isNotEmpty();
    }
  }

  @Test
  void bad_action_bodies_are_refused() {
    expectsStorage = true;
    Person admin = Api.admin("bookings");
    String ticket = Api.TICKETS + "/" + customer.opens();
    stored = rows();
    expectsStorage = false;
    Map.of(
            "PUT /status", "{\"status\": \"nope\"}",
            "PUT /priority", "{\"priority\": null}",
            "PUT /assignee", "{\"agentId\": \"\"}",
            "POST /resolution", "{\"type\": \"solved\"}",
            "POST /close", "{\"type\": \"nope\"}",
            "POST /reopen", "{\"reason\": \" \"}",
            "POST /messages", "{\"text\": \"\"}")
        .forEach(
            (route, body) -> {
              String[] parts = route.split(" ", 2);
              for (String sent : List.of(body, "{}x", "{\"x\": 1}", "[]")) {
                Response answer = admin.calls().body(sent).request(parts[0], ticket + parts[1]);
                assertThat(answer.statusCode()).as(route + " " + sent).isEqualTo(400);
              }
            });
    for (String body :
        List.of(
            "{\"text\": \"a\", \"visibility\": \"secret\"}",
            "{\"text\": \"a\", \"format\": \"html\"}",
            "{\"text\": \"a\", \"attachmentIds\": [\"x\"]}",
            "{\"text\": \"a\", \"mentions\": [\"x\"]}",
            "{\"text\": \"a\\u0000\"}",
            "{\"text\": \"\\ud83d\"}",
            "{\"text\": 5}")) {
      admin.post(ticket + "/messages", body).then().statusCode(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "v7", "\"v7", "\"v7\",\"v8\"", "W/", "\"a b\""})
  void a_malformed_condition_is_a_400(String condition) {
    expectsStorage = true;
    Person admin = Api.admin("bookings");
    String ticket = Api.TICKETS + "/" + customer.opens();
    stored = rows();
    expectsStorage = false;
    admin
        .calls()
        .header("If-Match", condition)
        .body("{\"priority\": \"high\"}")
        .put(ticket + "/priority")
        .then()
        .statusCode(400);
  }

  @Test
  void bad_tokens_open_nothing() {
    TestIssuer stranger = TestIssuer.create("https://stranger.example", "k");
    TestIssuer forger = TestIssuer.create(TestIssuer.ISSUER, TestIssuer.shared().key().getKeyId());
    String good = customer.token();
    List<String> tokens =
        List.of(
            "",
            "x",
            "a.b.c",
            good.substring(0, good.length() - 4) + "AAAA",
            stranger.token("customer", "x").app("bookings").sign(),
            forger.token("customer", "x").app("bookings").sign(),
            TestIssuer.shared()
                .token("customer", "x")
                .app("bookings")
                .validFor(Duration.ofMinutes(-5))
                .sign(),
            TestIssuer.shared().token("customer", "x").app("bookings").claim("aud", "other").sign(),
            TestIssuer.shared().token("customer", "x").sign());
    for (String token : tokens) {
      for (String path : List.of(Api.TICKETS, Api.APPS, Api.CATEGORIES, Api.TICKETS + "/x")) {
        Response answer = given().header("Authorization", "Bearer " + token).get(path);
        assertThat(answer.statusCode()).as(token + " " + path).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
      }
      given()
          .header("Authorization", "Bearer " + token)
          .contentType("application/json")
          .body("{" + GOOD + "}")
          .post(Api.TICKETS)
          .then()
          .statusCode(401);
    }
  }

  @Test
  void a_token_without_a_role_may_do_nothing() {
    Person guest =
        new Person(
            "guest",
            "bookings",
            TestIssuer.shared().token("visitor", "guest").app("bookings").sign());
    guest.get(Api.TICKETS).then().statusCode(403);
    guest.post(Api.TICKETS, Api.newTicket("bookings")).then().statusCode(403);
  }

  @Test
  void a_role_that_may_never_do_it_learns_nothing_else() {
    String absent = Api.TICKETS + "/" + UUID.randomUUID();
    for (String body : List.of("{", "{\"x\": 1}", "[]")) {
      customer.patch(absent, body).then().statusCode(403);
      customer.put(absent + "/priority", body).then().statusCode(403);
      customer.put(absent + "/assignee", body).then().statusCode(403);
      customer.post(Api.CATEGORIES, body).then().statusCode(403);
      Api.service("bookings").post(absent + "/messages", body).then().statusCode(403);
      Api.agent("bookings").post(absent + "/rating", body).then().statusCode(403);
    }
  }
}
