package dev.handrail.ticket.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit trail over HTTP. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AuditRoutesTest {
  private static final String AUDIT = AuditResource.PATH;
  private static final String VERIFICATION = AUDIT + "/verification";

  @Inject Sql sql;

  private final Person admin = Api.admin("bookings");
  private final Person agent = Api.agent("bookings");
  private final Person customer = Api.customer("bookings");

  @Test
  void a_line_is_that_of_the_tickets_history_with_ticket_and_app() {
    String id = customer.opens();
    agent.picks(id);
    agent.notes(id, "Odd.");
    JsonPath history = agent.get(Api.TICKETS + "/" + id + "/history").jsonPath();
    List<Map<String, Object>> lines = trail("ticket=" + id);

    assertThat(lines).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Map<String, Object> line = lines.get(i);
      assertThat(line.get("ticket"))
          .isEqualTo(Map.of("id", id, "number", agent.reads(id).getString("number")));
      assertThat(line.get("app")).isEqualTo("bookings");
      line.remove("ticket");
      line.remove("app");
      assertThat(line).isEqualTo(history.getMap("items[" + i + "]"));
    }
  }

  @Test
  void an_admin_sees_the_lines_of_its_own_apps_alone() {
    Person stranger = Api.customer("desk");
    String id = stranger.opens();
    String number = stranger.reads(id).getString("number");

    assertThat(trail("actor=" + stranger.id())).isEmpty();
    assertThat(trail("ticket=" + id)).isEmpty();
    assertThat(trail("ticket=" + number)).isEmpty();
    assertThat(trail("app=desk")).isEmpty();
    assertThat(trail(Api.admin("desk"), "actor=" + stranger.id())).hasSize(1);
    assertThat(trail(Api.admin("*"), "app=desk&actor=" + stranger.id())).hasSize(1);
    assertThat(trail(Api.admin("*"), "app=bookings&actor=" + stranger.id())).isEmpty();
  }

  @Test
  void filters_choose_by_what_was_done_to_what_by_whom() {
    String id = customer.opens();
    agent.picks(id);
    agent.put(Api.TICKETS + "/" + id + "/priority", Map.of("priority", "high"));
    agent.notes(id, "Odd.");

    assertThat(actions("ticket=" + id + "&actor=" + agent.id()))
        .containsExactly("note_added", "ticket_updated", "ticket_assigned");
    assertThat(actions("actor=" + agent.id() + "&action=note_added&action=ticket_assigned"))
        .containsExactly("note_added", "ticket_assigned");
    assertThat(actions("actor=" + agent.id() + "&field=priority"))
        .containsExactly("ticket_updated");
    assertThat(actions("actor=" + agent.id() + "&field=high")).isEmpty();
    assertThat(actions("actor=" + agent.id() + "&from=2000-01-01&to=2000-01-02")).isEmpty();
    assertThat(actions("actor=" + agent.id() + "&from=2000-01-01")).hasSize(3);
    assertThat(actions("actor=" + agent.id() + "&to=2000-01-01&tz=Europe/Berlin")).isEmpty();
  }

  @Test
  void a_time_from_is_included_and_a_time_to_is_not() {
    String id = customer.opens();
    String at = (String) trail("ticket=" + id).getFirst().get("at");

    assertThat(trail("actor=" + customer.id() + "&from=" + at)).hasSize(1);
    assertThat(trail("actor=" + customer.id() + "&to=" + at)).isEmpty();
  }

  @Test
  void lines_of_a_deleted_ticket_stay() {
    JsonPath opened = customer.opens(Map.of());
    String id = opened.getString("id");
    admin.delete(Api.TICKETS + "/" + id).then().statusCode(204);
    agent.get(Api.TICKETS + "/" + id + "/history").then().statusCode(404);

    for (String ref : List.of(id, opened.getString("number"))) {
      assertThat(actions("ticket=" + ref)).containsExactly("ticket_deleted", "ticket_created");
      assertThat(verified(ref).getString("state")).isEqualTo("intact");
    }
  }

  @Test
  void pages_follow_each_other_and_a_cursor_is_for_its_caller_and_query() {
    String id = customer.opens();
    for (int i = 0; i < 4; i++) {
      agent.notes(id, "Note " + i);
    }
    List<Object> read = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page = page(admin, "ticket=" + id + "&limit=2", cursor).jsonPath();
      read.addAll(page.getList("items.at"));
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    assertThat(read).isEqualTo(trail("ticket=" + id).stream().map(l -> l.get("at")).toList());

    String first =
        page(admin, "ticket=" + id + "&limit=2", null).jsonPath().getString("nextCursor");
    page(admin, "actor=" + agent.id() + "&limit=2", first).then().statusCode(400);
    page(Api.admin("bookings"), "ticket=" + id + "&limit=2", first).then().statusCode(400);
    admin.get(AUDIT + "/verifications?cursor=" + first).then().statusCode(400);
  }

  @Test
  void where_a_change_came_from_is_the_gateways_word_and_found_by_each_of_its_parts() {
    String request = Api.unique("request");
    Map<String, Object> body = Api.newTicket("bookings");
    String id =
        customer
            .calls()
            // The test's own connection is that of a trusted proxy; what stands first is invented.
            .header("X-Forwarded-For", "198.51.100.99, 203.0.113.77")
            .header("Forwarded", "for=198.51.100.98")
            .header("X-Real-IP", "198.51.100.97")
            .header("X-Request-Id", request)
            .body(body)
            .post(Api.TICKETS)
            .jsonPath()
            .getString("id");

    assertThat(trail("ticket=" + id).getFirst().get("origin"))
        .isEqualTo("api 203.0.113.77 " + request);
    String actor = "actor=" + customer.id();
    for (String origin : List.of("api", "203.0.113.77", request)) {
      assertThat(trail(actor + "&origin=" + origin)).as(origin).hasSize(1);
    }
    for (String origin : List.of("198.51.100.99", "job", "203.0.113.7", "API")) {
      assertThat(trail(actor + "&origin=" + origin)).as(origin).isEmpty();
    }
  }

  @Test
  void a_request_id_that_looks_like_an_address_is_found_as_none() {
    customer
        .calls()
        .header("X-Request-Id", "203.0.113.66")
        .body(Api.newTicket("bookings"))
        .post(Api.TICKETS)
        .then()
        .statusCode(201);

    assertThat(trail("actor=" + customer.id() + "&origin=203.0.113.66")).isEmpty();
  }

  @Test
  void a_history_that_was_tampered_with_is_named_with_its_first_broken_line() {
    String id = customer.opens();
    agent.notes(id, "One.");
    agent.notes(id, "Two.");
    JsonPath intact = verified(id);
    assertThat(intact.getString("state")).isEqualTo("intact");
    assertThat(intact.getInt("lines")).isEqualTo(3);
    assertThat(intact.getInt("unsealed")).isZero();
    assertThat(intact.getString("seal")).matches("[0-9a-f]{64}");
    assertThat(intact.<Object>get("broken")).isNull();
    assertThat(intact.getString("ticket.number")).startsWith("BKG-");

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              sql.update("SET LOCAL session_replication_role = replica");
              sql.update(
                  "UPDATE history SET actor_id = 'somebody' WHERE ticket_id = ? AND sequence = 3",
                  UUID.fromString(id));
            });
    JsonPath broken = verified(id);
    assertThat(broken.getString("state")).isEqualTo("broken");
    assertThat(broken.getMap("broken"))
        .containsEntry("problem", "altered")
        .containsEntry("sequence", 3)
        .containsEntry("action", "note_added")
        .containsKey("at");
  }

  @Test
  void a_walk_through_all_shows_the_admins_own_apps_alone() {
    customer.opens();
    Api.customer("desk").opens();
    Response page = admin.get(AUDIT + "/verifications?limit=100");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.jsonPath().<String>getList("items.app"))
        .allMatch(app -> app.equals("bookings"));
    assertThat(admin.get(AUDIT + "/verifications?app=desk").jsonPath().getList("items")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "app=",
        "ticket=",
        "actor=",
        "action=",
        "field=",
        "origin=",
        "from=yesterday",
        "to=2026-13-01",
        "from=-999999999-01-01T00:00:00Z",
        "tz=Mars/Olympus",
        "cursor=nope",
        "unknown=1",
        "actor=a&actor=b",
        "actor=%00",
        "field=a%00b",
        "origin=%00",
        "ticket=%00",
        "action=%00"
      })
  void a_bad_query_is_a_400_that_names_the_parameter(String query) {
    Response answer = raw(admin, AUDIT + "?" + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    if (!query.contains("%00")) {
      assertThat(answer.jsonPath().getList("errors.field", String.class))
          .contains(query.substring(0, query.indexOf('=')));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor=%27%20OR%201%3D1%20--",
        "field=%25",
        "action=%5C",
        "origin=%F0%9F%98%80",
        "origin=::1",
        "origin=1.2.3",
        "ticket=%27",
        "ticket=..%2F..%2Fetc",
        "app=nowhere",
        "from=2026-01-02&to=2026-01-01",
        "from=2026-01-01T00:00:00+02:00&actor=nobody"
      })
  void odd_but_legal_queries_find_nothing(String query) {
    Response answer = raw(admin, AUDIT + "?" + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("items")).isEmpty();
  }

  @Test
  void a_verification_names_its_ticket() {
    for (String query : List.of("", "?ticket=", "?ticket=%20")) {
      assertThat(raw(admin, VERIFICATION + query).statusCode()).isEqualTo(400);
    }
    for (String ref : List.of("x", "BKG-999999999", UUID.randomUUID().toString(), "%27")) {
      assertThat(raw(admin, VERIFICATION + "?ticket=" + ref).statusCode()).isEqualTo(404);
    }
  }

  private JsonPath verified(String ref) {
    return admin.get(VERIFICATION + "?ticket=" + ref).then().statusCode(200).extract().jsonPath();
  }

  private List<String> actions(String query) {
    return trail(query).stream().map(line -> (String) line.get("action")).toList();
  }

  private List<Map<String, Object>> trail(String query) {
    return trail(admin, query);
  }

  private static List<Map<String, Object>> trail(Person reader, String query) {
    Response answer = page(reader, query + "&limit=100", null);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath().getList("items");
  }

  private static Response page(Person reader, String query, @Nullable String cursor) {
    return reader.get(AUDIT + "?" + query + (cursor == null ? "" : "&cursor=" + cursor));
  }

  private static Response raw(Person reader, String path) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + reader.token())
        .get(path);
  }
}
