package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Escalations over HTTP. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class EscalationRoutesTest {

  @Inject Sql sql;

  @Test
  void an_agent_escalates_to_a_colleague_and_staff_sees_why() {
    Person ada = Api.agent("bookings");
    Person bob = Api.agent("bookings");
    bob.get(Api.APPS).then().statusCode(200);
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    ada.picks(id);
    long version = ada.reads(id).getLong("version");

    Response first =
        ada.post(escalations(id), Map.of("reason", "SECRET too hot for me", "toAgentId", bob.id()));

    assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
    assertThat(first.header("Location")).isEqualTo(Api.TICKETS + "/" + id);
    assertThat(first.header("ETag")).isEqualTo("\"v" + (version + 1) + "\"");
    JsonPath escalation = first.jsonPath();
    assertThat(escalation.getMap(""))
        .containsOnlyKeys(
            "at", "by", "cause", "reason", "fromLevel", "level", "fromAgent", "toAgent");
    assertThat(escalation.getString("by.id")).isEqualTo(ada.id());
    assertThat(escalation.getString("cause")).isEqualTo("manual");
    assertThat(escalation.getInt("fromLevel")).isZero();
    assertThat(escalation.getInt("level")).isEqualTo(1);
    assertThat(escalation.getString("fromAgent.id")).isEqualTo(ada.id());
    assertThat(escalation.getString("toAgent.name")).isEqualTo("Ada " + bob.id());

    bob.post(escalations(id), Map.of("reason", "And on.", "level", 5)).then().statusCode(201);
    JsonPath detail = bob.reads(id);
    assertThat(detail.getString("status")).isEqualTo("escalated");
    assertThat(detail.getInt("escalationLevel")).isEqualTo(5);
    assertThat(detail.getString("assignee.id")).isEqualTo(bob.id());
    assertThat(detail.getList("escalations.level")).containsExactly(5, 1);
    assertThat(detail.getList("escalations.reason"))
        .containsExactly("And on.", "SECRET too hot for me");
    assertThat(detail.<Object>get("escalations[0].toAgent")).isNull();

    Response seen = customer.get(Api.TICKETS + "/" + id);
    assertThat(seen.jsonPath().<Object>get("escalations")).isNull();
    assertThat(seen.asString()).doesNotContain("SECRET", ada.id());
  }

  @Test
  void me_takes_it_to_oneself() {
    Person admin = Api.admin("desk");
    String id = Api.customer("desk").opens();
    admin
        .post(escalations(id), Map.of("reason", "Mine.", "toAgentId", "me"))
        .then()
        .statusCode(201);
    assertThat(admin.reads(id).getString("assignee.id")).isEqualTo(admin.id());
    assertThat(admin.reads(id).getString("status")).isEqualTo("open");
    assertThat(admin.reads(id).getInt("escalationLevel")).isEqualTo(1);
  }

  @Test
  void what_has_ended_answers_with_the_legal_moves() {
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    admin.resolves(id);
    Response answer = admin.post(escalations(id), Map.of("reason", "Late."));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/illegal-move");
    assertThat(answer.jsonPath().getList("allowed")).containsExactly("closed", "reopened");
  }

  @Test
  void bad_input_is_named_and_nothing_is_stored() {
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    admin.post(escalations(id), Map.of("reason", "Up.", "level", 3)).then().statusCode(201);
    long before = rows(id);
    for (var bad :
        List.of(
            List.of("{}", "reason"),
            List.of("{\"reason\": \" \"}", "reason"),
            List.of("{\"reason\": 1}", "reason"),
            List.of("{\"reason\": \"a\\u0000b\"}", "reason"),
            List.of("{\"reason\": \"" + "a".repeat(1_001) + "\"}", "reason"),
            List.of("{\"reason\": \"a\", \"level\": 0}", "level"),
            List.of("{\"reason\": \"a\", \"level\": 11}", "level"),
            List.of("{\"reason\": \"a\", \"level\": -1}", "level"),
            List.of("{\"reason\": \"a\", \"level\": 4.5}", "level"),
            List.of("{\"reason\": \"a\", \"level\": \"4\"}", "level"),
            List.of("{\"reason\": \"a\", \"level\": 99999999999}", "level"),
            List.of("{\"reason\": \"a\", \"toAgentId\": \"\"}", "toAgentId"),
            List.of("{\"reason\": \"a\", \"toAgentId\": \"a b\"}", "toAgentId"),
            List.of("{\"reason\": \"a\", \"toAgentId\": [\"x\"]}", "toAgentId"),
            List.of("{\"reason\": \"a\", \"cause\": \"age\"}", "cause"),
            List.of("[]", "body"),
            List.of("", "body"))) {
      Response answer = admin.post(escalations(id), bad.getFirst());
      assertThat(answer.statusCode()).as(bad + answer.asString()).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors.field", String.class))
          .as(bad.toString())
          .anyMatch(field -> field.startsWith(bad.getLast()));
    }
    Response lower = admin.post(escalations(id), Map.of("reason", "a", "level", 3));
    assertThat(lower.statusCode()).isEqualTo(409);
    assertThat(lower.jsonPath().getString("type")).isEqualTo("/problems/level-not-higher");
    assertThat(rows(id)).isEqualTo(before);
  }

  @Test
  void an_agent_of_another_app_gets_nothing() {
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    Person elsewhere = Api.agent("desk");
    elsewhere.get(Api.APPS).then().statusCode(200);
    Response answer =
        admin.post(escalations(id), Map.of("reason", "a", "toAgentId", elsewhere.id()));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/agent-not-eligible");
  }

  @Test
  void a_repeated_request_escalates_once_and_a_stale_one_not_at_all() {
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    String key = Api.unique("key");
    Map<String, Object> body = Map.of("reason", "Once.");
    Response first = admin.calls().header("Idempotency-Key", key).body(body).post(escalations(id));
    Response again = admin.calls().header("Idempotency-Key", key).body(body).post(escalations(id));
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(admin.reads(id).getInt("escalationLevel")).isEqualTo(1);
    admin
        .calls()
        .header("Idempotency-Key", key)
        .body(Map.of("reason", "Twice."))
        .post(escalations(id))
        .then()
        .statusCode(422);
    admin
        .calls()
        .header("If-Match", "\"v1\"")
        .body(body)
        .post(escalations(id))
        .then()
        .statusCode(412);
  }

  private long rows(String id) {
    UUID ticket = UUID.fromString(id);
    return sql.first(
            """
            SELECT (SELECT event_sequence FROM ticket WHERE id = ?)
                   + (SELECT count(*) FROM escalation WHERE ticket_id = ?) AS rows
            """,
            row -> row.longValue("rows"),
            ticket,
            ticket)
        .orElseThrow();
  }

  private static String escalations(String id) {
    return Api.TICKETS + "/" + id + "/escalations";
  }
}
