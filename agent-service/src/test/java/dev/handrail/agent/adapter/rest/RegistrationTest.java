package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.Api.AGENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever registers learns nothing but that the wish was received. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class RegistrationTest {

  @Inject Sql sql;
  @Inject PasswordHashes hashes;

  private final Person admin = Api.admin();

  @Test
  void a_registration_waits_for_an_admin_with_all_that_was_said() {
    String email = Api.email();
    Map<String, Object> body = Api.registration(email.toUpperCase(Locale.ROOT));
    body.put("phoneNumber", "+49 30 1234567");
    body.put("employeeId", "E-7");
    body.put("specializations", List.of("payment", "booking"));
    body.put("languages", List.of("en", "pt-br"));
    body.put("avatarUrl", "https://pictures.example/ada.png");
    Api.anyone().body(body).post(AGENTS).then().statusCode(202);

    String id = idOf(email);
    JsonPath account = admin.reads(AGENTS + "/" + id);
    assertThat(account.getString("name")).isEqualTo("Ada Lovelace");
    assertThat(account.getString("email")).isEqualTo(email);
    assertThat(account.getString("status")).isEqualTo("pending");
    assertThat(account.getString("role")).isEqualTo("support_agent");
    assertThat(account.getString("department")).isEqualTo("technical");
    assertThat(account.getList("specializations")).containsExactly("payment", "booking");
    assertThat(account.getList("languages")).containsExactly("en", "pt-BR");
    assertThat(account.getList("apps")).isEmpty();
    assertThat(account.getInt("capacity")).isEqualTo(5);
    assertThat(account.getString("availability")).isEqualTo("offline");
    assertThat(account.getMap("")).doesNotContainKeys("password", "passwordHash");
    assertThat(account.prettify()).doesNotContain("argon2", Api.PASSWORD);
  }

  @Test
  void a_known_address_gets_the_same_answer_and_changes_nothing() {
    String email = Api.email();
    Response first = register(email);
    String id = idOf(email);
    JsonPath before = admin.reads(AGENTS + "/" + id);
    Map<String, Object> again = Api.registration(email);
    again.put("firstName", "Eve");
    again.put("password", "another long walk home");
    Response second = Api.anyone().body(again).post(AGENTS);
    Response unknown = register(Api.email());

    for (Response other : List.of(second, unknown)) {
      assertThat(other.statusCode()).isEqualTo(202);
      assertThat(other.asString()).isEqualTo(first.asString());
      assertThat(names(other)).isEqualTo(names(first));
    }
    assertThat(admin.reads(AGENTS + "/" + id).getMap("")).isEqualTo(before.getMap(""));
    assertThat(rows(email)).isEqualTo(1);
    assertThat(hashes.matches(Api.PASSWORD, hash(email))).isTrue();
  }

  @Test
  void a_bad_registration_of_a_known_address_is_refused_as_any_other() {
    String email = Api.email();
    register(email);
    for (String address : List.of(email, Api.email())) {
      Map<String, Object> body = Api.registration(address);
      body.put("department", "nowhere");
      Response refused = Api.anyone().body(body).post(AGENTS);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.jsonPath().getList("errors.field")).containsExactly("department");
    }
  }

  @Test
  void an_idempotency_key_keeps_no_answer_and_no_password() {
    String key = Api.unique("key");
    String email = Api.email();
    for (String password : List.of(Api.PASSWORD, "some quite other words")) {
      Map<String, Object> body = Api.registration(email);
      body.put("password", password);
      Api.anyone().header("Idempotency-Key", key).body(body).post(AGENTS).then().statusCode(202);
    }
    assertThat(rows(email)).isEqualTo(1);
    assertThat(sql.list("SELECT id FROM idempotency WHERE body LIKE '%received%'", row -> true))
        .isEmpty();
  }

  @Test
  void of_many_registrations_of_one_address_at_once_one_account_comes() throws Exception {
    String email = Api.email();
    List<Callable<Integer>> calls =
        IntStream.range(0, 8)
            .<Callable<Integer>>mapToObj(i -> () -> register(email).statusCode())
            .toList();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> status : threads.invokeAll(calls)) {
        assertThat(status.get()).isEqualTo(202);
      }
    }
    assertThat(rows(email)).isEqualTo(1);
    assertThat(
            sql.list(
                "SELECT h.version FROM agent_history h JOIN agent a ON a.id = h.agent_id"
                    + " WHERE a.email = ?",
                row -> row.longValue("version"),
                email))
        .containsExactly(1L);
  }

  @Test
  void a_weak_password_is_refused_by_name() {
    for (String weak : List.of("short", "passwordpassword", "aaaaaaaaaaaa")) {
      Map<String, Object> body = Api.registration(Api.email());
      body.put("password", weak);
      Response refused = Api.anyone().body(body).post(AGENTS);
      assertThat(refused.statusCode()).as(weak).isEqualTo(400);
      assertThat(refused.jsonPath().getList("errors.field")).containsExactly("password");
      assertThat(refused.asString()).doesNotContain(weak);
    }
  }

  @Test
  void a_token_of_anyone_changes_nothing_about_registering() {
    for (Person person : List.of(Api.customer(), admin, Api.service())) {
      String email = Api.email();
      person.post(AGENTS, Api.registration(email)).then().statusCode(202);
      assertThat(admin.reads(AGENTS + "/" + idOf(email)).getString("status")).isEqualTo("pending");
    }
  }

  private static Response register(String email) {
    return Api.anyone().body(Api.registration(email)).post(AGENTS);
  }

  private static List<String> names(Response response) {
    return response.headers().asList().stream().map(h -> h.getName()).sorted().toList();
  }

  private long rows(String email) {
    return sql.first(
            "SELECT count(*) AS n FROM agent WHERE email = ?", row -> row.longValue("n"), email)
        .orElseThrow();
  }

  private String hash(String email) {
    return sql.first(
            "SELECT password_hash FROM agent WHERE email = ?",
            row -> row.string("password_hash"),
            email)
        .orElseThrow();
  }

  private String idOf(String email) {
    return sql.first(
            "SELECT id::text AS id FROM agent WHERE email = ?", row -> row.string("id"), email)
        .orElseThrow();
  }
}
