package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.Api.AGENTS;
import static dev.handrail.agent.adapter.rest.Api.DEPARTMENTS;
import static dev.handrail.agent.adapter.rest.Api.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.Accounts;
import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Departments and teams, and who belongs to them. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class DepartmentRoutesTest {

  @Inject Accounts accounts;

  private final Person admin = Api.admin();

  @Test
  void everybody_sees_names_and_no_more() {
    for (JsonPath page :
        List.of(
            Api.anyone().get(DEPARTMENTS + "?limit=100").jsonPath(),
            Api.customer().reads(DEPARTMENTS + "?limit=100"),
            Api.agent("somebody").reads(DEPARTMENTS + "?limit=100"))) {
      assertThat(page.<Map<String, Object>>getList("items"))
          .allSatisfy(d -> assertThat(d).containsOnlyKeys("key", "name"))
          .contains(Map.of("key", "technical", "name", "Technical"));
    }
    JsonPath whole = admin.reads(DEPARTMENTS + "/technical");
    assertThat(whole.getString("strategy")).isEqualTo("skill_based");
    assertThat(whole.getString("giveBackAfter")).isEqualTo("PT15M");
  }

  @Test
  void a_bad_token_is_refused_even_where_none_is_needed() {
    Api.anyone().header("Authorization", "Bearer nonsense").get(DEPARTMENTS).then().statusCode(401);
  }

  @Test
  void a_department_lives() {
    String key = Api.key();
    String lead = accounts.in(AccountStatus.APPROVED).toString();
    Response made =
        admin.post(
            DEPARTMENTS, Map.of("key", key, "name", "Returns", "leads", List.of(lead, lead)));
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(DEPARTMENTS + "/" + key);
    assertThat(made.header("ETag")).isEqualTo("\"v1\"");
    assertThat(made.jsonPath().getList("leads")).containsExactly(lead);
    admin.post(DEPARTMENTS, Map.of("key", key, "name", "Again")).then().statusCode(409);

    admin
        .put(
            DEPARTMENTS + "/" + key + "/routing",
            Map.of("strategy", "round_robin", "giveBackAfter", "PT1H"))
        .then()
        .statusCode(200);
    JsonPath changed =
        admin.patch(DEPARTMENTS + "/" + key, Map.of("name", "Refunds", "active", false)).jsonPath();
    assertThat(changed.getString("name")).isEqualTo("Refunds");
    assertThat(changed.getString("strategy")).isEqualTo("round_robin");
    assertThat(changed.getString("giveBackAfter")).isEqualTo("PT1H");
    assertThat(changed.getInt("version")).isEqualTo(3);

    // Inactive, it is nobody's to join or to see.
    Api.anyone().get(DEPARTMENTS + "/" + key).then().statusCode(404);
    Map<String, Object> registration = Api.registration(Api.email());
    registration.put("department", key);
    Api.anyone().body(registration).post(AGENTS).then().statusCode(400);

    admin.delete(DEPARTMENTS + "/" + key).then().statusCode(204);
    admin.get(DEPARTMENTS + "/" + key).then().statusCode(404);
    admin.delete(DEPARTMENTS + "/" + key).then().statusCode(404);
    admin.patch(DEPARTMENTS + "/" + key, Map.of("name", "x")).then().statusCode(404);

    // What comes back goes on counting.
    JsonPath back =
        admin
            .post(DEPARTMENTS, Map.of("key", key, "name", "Back"))
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    assertThat(back.getInt("version")).isEqualTo(5);
    assertThat(back.getString("strategy")).isEqualTo("skill_based");
    assertThat(back.getList("leads")).isEmpty();
  }

  @Test
  void a_routing_without_a_time_gives_nothing_back() {
    String key = Api.key();
    admin.post(DEPARTMENTS, Map.of("key", key, "name", "Returns")).then().statusCode(201);
    for (String body :
        List.of(
            "{\"strategy\": \"least_loaded\"}",
            "{\"strategy\": \"least_loaded\", \"giveBackAfter\": null}")) {
      JsonPath routed = admin.put(DEPARTMENTS + "/" + key + "/routing", body).jsonPath();
      assertThat(routed.getString("giveBackAfter")).isNull();
      assertThat(routed.getString("strategy")).isEqualTo("least_loaded");
    }
    for (String body :
        List.of(
            "{\"strategy\": \"random\"}",
            "{}",
            "{\"strategy\": \"least_loaded\", \"giveBackAfter\": \"15m\"}",
            "{\"strategy\": \"least_loaded\", \"giveBackAfter\": 900}",
            "{\"strategy\": \"least_loaded\", \"giveBackAfter\": \"PT-5M\"}",
            "{\"strategy\": \"least_loaded\", \"giveBackAfter\": \"PT9999999999H\"}")) {
      assertThat(admin.put(DEPARTMENTS + "/" + key + "/routing", body).statusCode())
          .as(body)
          .isEqualTo(400);
    }
  }

  @Test
  void a_department_in_use_stays() {
    String key = Api.key();
    admin.post(DEPARTMENTS, Map.of("key", key, "name", "Returns")).then().statusCode(201);
    String agent = accounts.in(AccountStatus.PENDING).toString();
    admin.patch(AGENTS + "/" + agent, Map.of("department", key)).then().statusCode(200);

    Response refused = admin.delete(DEPARTMENTS + "/" + key);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("type")).isEqualTo("/problems/department-in-use");

    admin.patch(AGENTS + "/" + agent, Map.of("department", "general")).then().statusCode(200);
    admin.delete(DEPARTMENTS + "/" + key).then().statusCode(204);
  }

  @Test
  void leads_are_approved_agents() {
    String pending = accounts.in(AccountStatus.PENDING).toString();
    for (String lead : List.of(pending, UUID.randomUUID().toString())) {
      Response refused =
          admin.post(
              DEPARTMENTS, Map.of("key", Api.key(), "name", "Returns", "leads", List.of(lead)));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.jsonPath().getList("errors.field")).containsExactly("leads");
    }
  }

  @Test
  void a_lead_that_was_suspended_does_not_stand_in_the_way() {
    String key = Api.key();
    String lead = accounts.in(AccountStatus.APPROVED).toString();
    admin
        .post(DEPARTMENTS, Map.of("key", key, "name", "Returns", "leads", List.of(lead)))
        .then()
        .statusCode(201);
    admin.post(AGENTS + "/" + lead + "/suspension", Map.of("reason", "left"));
    admin
        .patch(DEPARTMENTS + "/" + key, Map.of("name", "Refunds", "leads", List.of(lead)))
        .then()
        .statusCode(200);
  }

  @Test
  void a_repeated_creation_is_given_its_first_answer() {
    String key = Api.unique("idempotency");
    Map<String, Object> body = Map.of("key", Api.key(), "name", "Returns");
    Response first = admin.calls().header("Idempotency-Key", key).body(body).post(DEPARTMENTS);
    Response again = admin.calls().header("Idempotency-Key", key).body(body).post(DEPARTMENTS);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.asString()).isEqualTo(first.asString());
    admin
        .calls()
        .header("Idempotency-Key", key)
        .body(Map.of("key", Api.key(), "name", "Other"))
        .post(DEPARTMENTS)
        .then()
        .statusCode(422);
  }

  @Test
  void a_team_lives() {
    String lead = accounts.in(AccountStatus.APPROVED).toString();
    String member = accounts.in(AccountStatus.APPROVED).toString();
    String name = Api.unique("Night shift");
    Response made =
        admin.post(
            TEAMS,
            Map.of(
                "name", name, "department", "billing", "lead", lead, "members", List.of(member)));
    assertThat(made.statusCode()).isEqualTo(201);
    String path = made.header("Location");
    assertThat(Api.agent(member).reads(path).getList("members")).containsExactly(member, lead);
    admin.post(TEAMS, Map.of("name", name, "department", "billing")).then().statusCode(409);

    JsonPath changed =
        admin.patch(path, "{\"lead\": null, \"members\": [\"" + member + "\"]}").jsonPath();
    assertThat(changed.getString("lead")).isNull();
    assertThat(changed.getList("members")).containsExactly(member);
    assertThat(changed.getString("name")).isEqualTo(name);
    admin
        .calls()
        .header("If-Match", "\"v1\"")
        .body(Map.of("name", "x"))
        .patch(path)
        .then()
        .statusCode(412);

    admin.delete(path).then().statusCode(204);
    admin.get(path).then().statusCode(404);
  }

  @Test
  void a_team_is_made_of_approved_agents_of_a_department_that_is_there() {
    String pending = accounts.in(AccountStatus.PENDING).toString();
    Response refused =
        admin.post(
            TEAMS,
            Map.of("name", Api.unique("t"), "department", "nowhere", "members", List.of(pending)));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getList("errors.field"))
        .containsExactlyInAnyOrder("department", "members");
    assertThat(
            admin
                .post(TEAMS, "{\"name\": \"x\", \"department\": \"billing\", \"members\": [null]}")
                .statusCode())
        .isEqualTo(400);
  }
}
