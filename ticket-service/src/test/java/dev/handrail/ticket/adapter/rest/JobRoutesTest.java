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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jobs over HTTP; nobody runs them here. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class JobRoutesTest {

  private static final String JOBS = "/api/v1/jobs";

  @Inject Sql sql;

  @BeforeEach
  void nothing_waits() {
    sql.update("DELETE FROM job_run");
  }

  @Test
  void an_admin_sees_every_job_and_has_one_run() {
    Person admin = Api.admin("desk");
    Response asked = admin.calls().post(JOBS + "/close_resolved/runs");

    assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(202);
    assertThat(asked.jsonPath().getString("state")).isEqualTo("waiting");
    assertThat(asked.jsonPath().getString("askedBy")).isEqualTo(admin.id());
    Response run = admin.get(asked.header("Location"));
    assertThat(run.statusCode()).isEqualTo(200);
    assertThat(run.asString()).isEqualTo(asked.asString());

    JsonPath jobs = admin.get(JOBS).then().statusCode(200).extract().jsonPath();
    assertThat(jobs.getList("items.name"))
        .containsExactly(
            "close_resolved",
            "escalate_waiting",
            "request_ratings",
            "remind_ratings",
            "alert_overdue");
    assertThat(jobs.getList("items.description", String.class)).noneMatch(String::isBlank);
    assertThat(jobs.getString("items[0].runs[0].id")).isEqualTo(run.jsonPath().getString("id"));
    assertThat(jobs.getList("items[1].runs")).isEmpty();
  }

  @Test
  void a_run_that_waits_is_not_put_down_twice() {
    Person admin = Api.admin("desk");
    String first = runNow(admin);
    assertThat(runNow(admin)).isEqualTo(first);
    assertThat(runNow(Api.admin("rides"))).isNotEqualTo(first);
    assertThat(runNow(Api.admin("*"))).isNotEqualTo(first);
    sql.update("UPDATE job_run SET runner = 'x', attempt = 1, started_at = now()");
    assertThat(runNow(admin)).isNotEqualTo(first);
  }

  @Test
  void runs_come_in_pages_and_those_for_other_apps_not_at_all() {
    Person admin = Api.admin("desk");
    List<String> own = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      own.addFirst(runNow(admin));
      sql.update(
          """
          UPDATE job_run SET attempt = 1, started_at = now(), finished_at = now(),
            changed = '{"desk": 3, "rides": 4}'
          """);
    }
    String elsewhere = runNow(Api.admin("rides"));

    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Response page =
          cursor == null
              ? admin.get(JOBS + "/close_resolved/runs?limit=2")
              : admin.get(JOBS + "/close_resolved/runs?limit=2&cursor={c}", cursor);
      seen.addAll(page.jsonPath().getList("items.id"));
      assertThat(page.jsonPath().getList("items.changed")).containsOnly(3);
      assertThat(page.jsonPath().getList("items.state")).containsOnly("done");
      cursor = page.jsonPath().getString("nextCursor");
    } while (cursor != null);
    assertThat(seen).isEqualTo(own);
    admin.get(JOBS + "/close_resolved/runs/" + elsewhere).then().statusCode(404);
    admin.get(JOBS + "/alert_overdue/runs/" + own.getFirst()).then().statusCode(404);
  }

  @Test
  void what_is_no_job_no_run_or_no_cursor_is_refused() {
    Person admin = Api.admin("desk");
    for (String path :
        List.of(
            "/nothing/runs",
            "/CLOSE_RESOLVED/runs",
            "/close_resolved/runs/1-1-1-1-1",
            "/close_resolved/runs/" + UUID.randomUUID())) {
      assertThat(admin.calls().urlEncodingEnabled(false).get(JOBS + path).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    admin.calls().post(JOBS + "/nothing/runs").then().statusCode(404);
    admin.get(JOBS + "/close_resolved/runs?cursor=x").then().statusCode(400);
    admin.get(JOBS + "/close_resolved/runs?limit=0").then().statusCode(400);
    admin.get(JOBS + "/close_resolved/runs?app=rides").then().statusCode(400);
    admin.get(JOBS + "?x=1").then().statusCode(400);
  }

  @Test
  void asking_again_with_the_same_key_gives_the_first_answer() {
    Person admin = Api.admin("desk");
    String key = Api.unique("key");
    Response first =
        admin.calls().header("Idempotency-Key", key).post(JOBS + "/alert_overdue/runs");
    sql.update("UPDATE job_run SET attempt = 1, started_at = now(), finished_at = now()");
    Response again =
        admin.calls().header("Idempotency-Key", key).post(JOBS + "/alert_overdue/runs");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.asString()).isEqualTo(first.asString());
  }

  private static String runNow(Person admin) {
    return admin
        .calls()
        .post(JOBS + "/close_resolved/runs")
        .then()
        .statusCode(202)
        .extract()
        .jsonPath()
        .getString("id");
  }
}
