package dev.handrail.kit.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.IssuersResource;
import dev.handrail.kit.KitTest;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.TestIssuer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class IdempotencyTest {
  private static final String THINGS = "/api/v1/things";
  private static final String REPLAYED = "Idempotency-Replayed";

  @Inject Sql sql;

  private String key = "";
  private String text = "";

  @BeforeEach
  void take_a_new_key() {
    key = "key-" + UUID.randomUUID();
    text = "text-" + UUID.randomUUID();
    ThingResource.RUNS.set(0);
  }

  private static String ada() {
    return TestIssuer.shared().token("customer", "ada").app("bookings").sign();
  }

  private Response post(String token, String route, @Nullable String idempotencyKey, String body) {
    var request = given().auth().oauth2(token).contentType("application/json").body(body);
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return request.post(THINGS + route);
  }

  private String body() {
    return "{\"text\":\"" + text + "\"}";
  }

  private long rows() {
    return sql.first("SELECT count(*) AS n FROM things WHERE text = ?", r -> r.longValue("n"), text)
        .orElseThrow();
  }

  private long storedAnswers() {
    return sql.first("SELECT count(*) AS n FROM idempotency", r -> r.longValue("n")).orElseThrow();
  }

  @Test
  void a_repeated_request_gets_the_first_answer_and_does_nothing() {
    Response first = post(ada(), "", key, body());
    Response again = post(ada(), "", key, body());

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.header(REPLAYED)).isNull();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.header(REPLAYED)).isEqualTo("true");
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(again.contentType()).isEqualTo(first.contentType());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag")).isEqualTo("\"v1\"");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void a_hundred_at_once_make_one() throws Exception {
    String token = ada();
    String body = body();
    List<Future<Response>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(100)) {
      for (int i = 0; i < 100; i++) {
        answers.add(callers.submit(() -> post(token, "", key, body)));
      }
    }

    int fresh = 0;
    String created = null;
    for (Future<Response> future : answers) {
      Response answer = future.get();
      assertThat(answer.statusCode()).isIn(201, 409);
      if (answer.statusCode() == 409) {
        assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/request-in-progress");
      } else {
        fresh += answer.header(REPLAYED) == null ? 1 : 0;
        created = created == null ? answer.asString() : created;
        assertThat(answer.asString()).isEqualTo(created);
      }
    }
    assertThat(fresh).isEqualTo(1);
    assertThat(ThingResource.RUNS).hasValue(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void while_the_first_runs_the_second_is_told_so() {
    String token = ada();
    Response[] during = new Response[1];
    Response first =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  // The same lock that the first request would hold.
                  post(token, "", key, body());
                  sql.update("DELETE FROM things WHERE text = ?", text);
                  String id =
                      sql.first(
                              "DELETE FROM idempotency WHERE body LIKE ? RETURNING id",
                              r -> r.string("id"),
                              "%" + text + "%")
                          .orElseThrow();
                  long lock = Long.parseUnsignedLong(id.substring(0, 16), 16);
                  sql.first("SELECT pg_advisory_xact_lock(?)", r -> 1, lock);
                  during[0] = post(token, "", key, body());
                  return during[0];
                });

    assertThat(first.statusCode()).isEqualTo(409);
    assertThat(post(token, "", key, body()).statusCode()).isEqualTo(201);
  }

  @Test
  void another_body_under_the_same_key_is_refused() {
    post(ada(), "", key, body());
    Response other = post(ada(), "", key, "{\"text\":\"other\"}");

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.jsonPath().getString("type")).isEqualTo("/problems/idempotency-key-reused");
    assertThat(other.asString()).doesNotContain(text);
    assertThat(ThingResource.RUNS).hasValue(1);
  }

  @Test
  void the_same_body_in_another_spelling_is_the_same() {
    post(ada(), "", key, body());
    Response again = post(ada(), "", key, "{ \"number\": null,\n \"text\": \"" + text + "\" }");

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.header(REPLAYED)).isEqualTo("true");
  }

  @Test
  void another_callers_same_key_never_sees_the_stored_answer() {
    Response first = post(ada(), "", key, body());
    List<String> others =
        List.of(
            TestIssuer.shared().token("customer", "bob").app("bookings").sign(),
            TestIssuer.shared().token("customer", "ada").app("rides").sign(),
            TestIssuer.shared().token("support_agent", "ada2").apps("bookings").sign(),
            IssuersResource.narrow().token("customer", "ada").app("rides").sign());
    for (String other : others) {
      Response answer = post(other, "", key, body());

      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.header(REPLAYED)).isNull();
      assertThat(answer.jsonPath().getString("id")).isNotEqualTo(first.jsonPath().getString("id"));
    }
    assertThat(rows()).isEqualTo(1 + others.size());
  }

  @Test
  void a_key_belongs_to_its_route() {
    post(ada(), "", key, body());
    Response elsewhere = post(ada(), "/other-route", key, body());

    assertThat(elsewhere.statusCode()).isEqualTo(201);
    assertThat(elsewhere.header(REPLAYED)).isNull();
    assertThat(rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "answer", "crash"})
  void what_did_not_succeed_leaves_nothing_and_may_be_tried_again(String how) {
    long before = storedAnswers();

    Response refused = post(ada(), "/refused?how=" + how, key, body());

    assertThat(refused.statusCode()).isEqualTo(how.equals("crash") ? 500 : 409);
    assertThat(refused.contentType()).startsWith("application/problem+json");
    assertThat(rows()).isZero();
    assertThat(storedAnswers()).isEqualTo(before);

    Response retried = post(ada(), "/refused?how=not", key, body());

    assertThat(retried.statusCode()).isEqualTo(201);
    assertThat(retried.header(REPLAYED)).isNull();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void an_answer_older_than_a_day_is_forgotten() {
    post(ada(), "", key, body());
    sql.update(
        "UPDATE idempotency SET created_at = created_at - interval '24 hours 1 second'"
            + " WHERE body LIKE ?",
        "%" + text + "%");

    Response later = post(ada(), "", key, body());

    assertThat(later.statusCode()).isEqualTo(201);
    assertThat(later.header(REPLAYED)).isNull();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void an_answer_of_almost_a_day_is_still_known() {
    post(ada(), "", key, body());
    sql.update(
        "UPDATE idempotency SET created_at = created_at - interval '23 hours 59 minutes'"
            + " WHERE body LIKE ?",
        "%" + text + "%");

    assertThat(post(ada(), "", key, body()).header(REPLAYED)).isEqualTo("true");
  }

  @Test
  void without_a_key_every_request_counts() {
    post(ada(), "", null, body());
    post(ada(), "", null, body());

    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void a_key_has_255_printable_characters_at_most() {
    assertThat(post(ada(), "", "k".repeat(255), body()).statusCode()).isEqualTo(201);
    for (String bad : List.of("k".repeat(256), "\u00e9", "a\tb")) {
      Response answer = post(ada(), "", bad, body());

      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(answer.jsonPath().getList("errors.field")).isEqualTo(List.of("Idempotency-Key"));
    }
  }
}
