package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.TestAccounts.PASSWORD;
import static dev.handrail.agent.adapter.rest.TestAccounts.SESSIONS;
import static dev.handrail.agent.adapter.rest.TestAccounts.address;
import static dev.handrail.agent.adapter.rest.TestAccounts.callsFrom;
import static dev.handrail.agent.adapter.rest.TestAccounts.refresh;
import static dev.handrail.agent.adapter.rest.TestAccounts.session;
import static dev.handrail.agent.adapter.rest.TestAccounts.signIn;
import static dev.handrail.agent.adapter.rest.TestAccounts.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handrail.agent.adapter.rest.TestAccounts.Account;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.TestServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, staying so, and out, against the real database. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class SessionRoutesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Inject TestAccounts accounts;
  @Inject Sql sql;
  @Inject ObjectMapper json;

  private JsonNode claims(String token) throws IOException {
    return json.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }

  private static String problem(Response answer, int status) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    return answer.jsonPath().getString("type");
  }

  /** Some route that every good token of an agent passes. */
  private static int use(String accessToken) {
    return with(accessToken).get("/api/v1/agents/me").statusCode();
  }

  private static <T> List<T> atOnce(int times, Supplier<T> call) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> calls = new ArrayList<>();
    List<T> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        calls.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.get();
                }));
      }
      start.countDown();
      for (Future<T> one : calls) {
        results.add(one.get());
      }
    }
    return results;
  }

  @Test
  void an_approved_agent_signs_in() throws Exception {
    Account ann = accounts.approved();

    Response answer = signIn(" " + ann.email().toUpperCase(Locale.ROOT), PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    JsonPath body = answer.jsonPath();
    assertThat(body.getMap("").keySet())
        .isEqualTo(Set.of("accessToken", "refreshToken", "expiresIn", "agent"));
    assertThat(body.getInt("expiresIn")).isEqualTo(300);
    assertThat(body.getString("agent.id")).isEqualTo(ann.id().toString());
    JsonNode claims = claims(body.getString("accessToken"));
    assertThat(claims.get("iss").textValue()).isEqualTo("handrail-agents");
    assertThat(claims.get("aud").textValue()).isEqualTo("handrail");
    assertThat(claims.get("sub").textValue()).isEqualTo(ann.id().toString());
    assertThat(claims.get("groups")).hasToString("[\"support_agent\"]");
    assertThat(claims.get("apps")).hasToString("[\"bookings\"]");
    assertThat(claims.get("department").textValue()).isEqualTo("technical");
    assertThat(claims.get("name").textValue()).isEqualTo("Ann Lee");
    assertThat(claims.get("permissions").toString())
        .contains("view_tickets")
        .doesNotContain("manage_agents");
    assertThat(claims.get("ver").longValue()).isEqualTo(1);
    assertThat(claims.get("exp").longValue() - claims.get("iat").longValue()).isEqualTo(300);
    assertThat(use(body.getString("accessToken"))).isEqualTo(200);
  }

  @Test
  void the_device_cookie_is_for_this_service_alone() {
    Cookie cookie = signIn(accounts.approved().email(), PASSWORD).detailedCookie(DeviceCookie.NAME);

    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.isSecured()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo("Strict");
    assertThat(cookie.getPath()).isEqualTo(SESSIONS);
  }

  @Test
  void a_wrong_password_and_an_unknown_address_are_answered_alike() {
    Response wrong = signIn(accounts.approved().email(), "not-the-password");
    Response pending = signIn(accounts.pending().email(), "not-the-password");
    Response unknown = signIn("nobody@example.test", PASSWORD);
    Response noAddress = signIn("'; --", PASSWORD);

    for (Response answer : List.of(wrong, pending, unknown, noAddress)) {
      assertThat(problem(answer, 401)).isEqualTo("/problems/wrong-credentials");
      assertThat(answer.asString()).isEqualTo(wrong.asString());
      assertThat(answer.headers().asList().stream().map(h -> h.getName()).toList())
          .isEqualTo(wrong.headers().asList().stream().map(h -> h.getName()).toList());
      assertThat(answer.cookies()).isEmpty();
    }
  }

  @Test
  void why_an_account_may_not_work_is_told_after_the_right_password_only() {
    Account pending = accounts.pending();
    Account rejected = accounts.pending();
    accounts.reject(rejected);
    Account suspended = accounts.approved();
    accounts.suspend(suspended);

    assertThat(problem(signIn(pending.email(), PASSWORD), 403))
        .isEqualTo("/problems/account-pending");
    assertThat(problem(signIn(rejected.email(), PASSWORD), 403))
        .isEqualTo("/problems/account-rejected");
    assertThat(problem(signIn(suspended.email(), PASSWORD), 403))
        .isEqualTo("/problems/account-suspended");
    assertThat(problem(signIn(suspended.email(), "not-the-password"), 401))
        .isEqualTo("/problems/wrong-credentials");
  }

  @Test
  void what_is_missing_or_too_much_is_named() {
    Response nothing = callsFrom(address()).body(Map.of()).post(SESSIONS);
    assertThat(problem(nothing, 400)).isEqualTo("/problems/invalid-request");
    assertThat(nothing.jsonPath().<String>getList("errors.field"))
        .containsExactly("email", "password");
    assertThat(
            problem(
                callsFrom(address())
                    .body(Map.of("email", "a@b.test", "password", "x".repeat(1_025)))
                    .post(SESSIONS),
                400))
        .isEqualTo("/problems/invalid-request");
    assertThat(
            problem(
                callsFrom(address())
                    .body(Map.of("email", "a@b.test", "password", "x", "role", "admin"))
                    .post(SESSIONS),
                400))
        .isEqualTo("/problems/invalid-request");
    for (String unfit : List.of("a\u0000@b.test", "a\ud800@b.test")) {
      assertThat(problem(signIn(unfit, PASSWORD), 400)).isEqualTo("/problems/invalid-request");
      assertThat(problem(signIn("a@b.test", unfit), 400)).isEqualTo("/problems/invalid-request");
    }
    assertThat(problem(callsFrom(address()).body(Map.of()).post(SESSIONS + "/refresh"), 400))
        .isEqualTo("/problems/invalid-request");
  }

  @Test
  void after_five_wrong_tries_nobody_gets_in_from_anywhere_new() {
    Account ann = accounts.approved();
    for (String email : List.of(ann.email(), "nobody-" + UUID.randomUUID() + "@example.test")) {
      for (int i = 0; i < 5; i++) {
        assertThat(signIn(email, "not-the-password").statusCode()).isEqualTo(401);
      }

      Response locked = signIn(email, PASSWORD);

      assertThat(problem(locked, 429)).isEqualTo("/problems/too-many-tries");
      assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(1, 30);
      assertThat(locked.jsonPath().getInt("retryAfter")).isBetween(1, 30);
    }
  }

  @Test
  void many_at_once_are_no_way_around() throws Exception {
    Account ann = accounts.approved();

    List<Integer> answers = atOnce(20, () -> signIn(ann.email(), "not-the-password").statusCode());

    assertThat(answers.stream().filter(status -> status == 401)).hasSizeLessThanOrEqualTo(5);
    assertThat(answers).allMatch(status -> status == 401 || status == 429 || status == 503);
  }

  @Test
  void a_header_that_is_made_up_is_no_other_address() {
    String here = address();
    for (int i = 0; i < 20; i++) {
      int status =
          signIn(
                  "nobody-" + i + "-" + UUID.randomUUID() + "@example.test",
                  "x",
                  address() + ", " + here)
              .statusCode();
      assertThat(status).isEqualTo(401);
    }
    Account ann = accounts.approved();

    assertThat(signIn(ann.email(), PASSWORD, address() + ", " + here).statusCode()).isEqualTo(429);
    assertThat(signIn(ann.email(), PASSWORD, here).statusCode()).isEqualTo(429);
    assertThat(
            callsFrom(here)
                .header("X-Real-IP", address())
                .header("Forwarded", "for=" + address())
                .header("True-Client-IP", address())
                .body(Map.of("email", ann.email(), "password", PASSWORD))
                .post(SESSIONS)
                .statusCode())
        .isEqualTo(429);
    assertThat(signIn(ann.email(), PASSWORD, address()).statusCode()).isEqualTo(201);
  }

  @Test
  void what_is_kept_out_writes_nothing() {
    String email = "nobody-" + UUID.randomUUID() + "@example.test";
    for (int i = 0; i < 5; i++) {
      signIn(email, "x");
    }
    String here = address();
    int before = rows();
    for (int i = 0; i < 30; i++) {
      assertThat(signIn(email, "x", here).statusCode()).isEqualTo(429);
    }

    assertThat(rows()).isEqualTo(before);
    assertThat(sql.list("SELECT 1 AS one FROM guesses WHERE key = ?", row -> 1, here)).isEmpty();
  }

  private int rows() {
    return sql.first(
            "SELECT COALESCE(sum(count), 0)::int AS n FROM guesses WHERE key LIKE '10.%'",
            row -> row.intValue("n"))
        .orElseThrow();
  }

  @Test
  void a_device_that_has_signed_in_before_is_let_in_past_the_lock() {
    Account ann = accounts.approved();
    String device = signIn(ann.email(), PASSWORD).cookie(DeviceCookie.NAME);
    Account eve = accounts.approved();
    String eves = signIn(eve.email(), PASSWORD).cookie(DeviceCookie.NAME);
    for (int i = 0; i < 5; i++) {
      signIn(ann.email(), "not-the-password");
    }

    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(429);
    assertThat(fromDevice(ann.email(), PASSWORD, eves).statusCode()).isEqualTo(429);
    assertThat(fromDevice(ann.email(), PASSWORD, "made-up").statusCode()).isEqualTo(429);
    Response let = fromDevice(ann.email(), PASSWORD, device);
    assertThat(let.statusCode()).isEqualTo(201);
    assertThat(let.cookie(DeviceCookie.NAME)).isEqualTo(device);
  }

  @Test
  void a_device_is_let_guess_a_few_times_too() {
    Account ann = accounts.approved();
    String device = signIn(ann.email(), PASSWORD).cookie(DeviceCookie.NAME);
    for (int i = 0; i < 10; i++) {
      assertThat(fromDevice(ann.email(), "not-the-password", device).statusCode()).isEqualTo(401);
    }

    assertThat(fromDevice(ann.email(), PASSWORD, device).statusCode()).isEqualTo(429);
    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(201);
  }

  private static Response fromDevice(String email, String password, String device) {
    return callsFrom(address())
        .cookie(DeviceCookie.NAME, device)
        .body(Map.of("email", email, "password", password))
        .post(SESSIONS);
  }

  @Test
  void a_refresh_token_is_exchanged_for_the_next() throws Exception {
    Account ann = accounts.approved();
    JsonPath first = session(ann);

    JsonPath second =
        refresh(first.getString("refreshToken")).then().statusCode(200).extract().jsonPath();

    assertThat(second.getString("refreshToken")).isNotEqualTo(first.getString("refreshToken"));
    assertThat(claims(second.getString("accessToken")).get("sid"))
        .isEqualTo(claims(first.getString("accessToken")).get("sid"));
    assertThat(use(second.getString("accessToken"))).isEqualTo(200);
    assertThat(refresh(second.getString("refreshToken")).statusCode()).isEqualTo(200);
  }

  @Test
  void the_same_exchange_twice_at_once_gives_one_and_the_same_token() throws Exception {
    String token = session(accounts.approved()).getString("refreshToken");

    List<String> next =
        atOnce(
            8,
            () ->
                refresh(token)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getString("refreshToken"));

    assertThat(next.stream().distinct()).hasSize(1);
    assertThat(refresh(next.getFirst()).statusCode()).isEqualTo(200);
  }

  @Test
  void reuse_ends_the_family_and_voids_what_is_in_use() {
    Account ann = accounts.approved();
    JsonPath other = session(ann);
    JsonPath first = session(ann);
    JsonPath second = refresh(first.getString("refreshToken")).jsonPath();
    sql.update(
        "UPDATE sign_in_session SET renewed_at = renewed_at - interval '10 s' WHERE agent_id = ?",
        ann.id());

    assertThat(problem(refresh(first.getString("refreshToken")), 401))
        .isEqualTo("/problems/session-over");

    assertThat(problem(refresh(second.getString("refreshToken")), 401))
        .isEqualTo("/problems/session-over");
    Eventually.until(
        SOON, "the tokens are void", () -> use(second.getString("accessToken")) == 401);
    assertThat(use(other.getString("accessToken"))).isEqualTo(401);
    JsonPath others = refresh(other.getString("refreshToken")).jsonPath();
    assertThat(use(others.getString("accessToken"))).isEqualTo(200);
    assertThat(accessVersion(ann)).isEqualTo(2);

    // Again it changes nothing: who has an old token cannot disturb for ever.
    refresh(first.getString("refreshToken"));
    assertThat(accessVersion(ann)).isEqualTo(2);
    assertThat(
            sql.list(
                "SELECT action FROM agent_history WHERE agent_id = ? ORDER BY version DESC LIMIT 1",
                row -> row.string("action"),
                ann.id()))
        .containsExactly("refresh_token_reused");
  }

  private long accessVersion(Account account) {
    return sql.first(
            "SELECT access_version FROM agent WHERE id = ?",
            row -> row.longValue("access_version"),
            account.id())
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "' OR 1=1 --", "null"})
  void what_is_no_refresh_token_is_over(String token) {
    assertThat(problem(refresh(token), 401)).isEqualTo("/problems/session-over");
    assertThat(problem(refresh("A".repeat(64)), 401)).isEqualTo("/problems/session-over");
  }

  @Test
  void an_access_token_is_no_refresh_token_nor_the_other_way_round() {
    JsonPath session = session(accounts.approved());

    assertThat(refresh(session.getString("accessToken")).statusCode()).isIn(400, 401);
    assertThat(use(session.getString("refreshToken"))).isEqualTo(401);
  }

  @Test
  void a_suspended_agent_is_out_and_its_sessions_stay_over() {
    Account ann = accounts.approved();
    JsonPath used = session(ann);
    JsonPath idle = session(ann);
    accounts.suspend(ann);

    assertThat(problem(refresh(used.getString("refreshToken")), 401))
        .isEqualTo("/problems/session-over");
    Eventually.until(SOON, "the token is void", () -> use(used.getString("accessToken")) == 401);

    accounts.reinstate(ann);
    assertThat(problem(refresh(used.getString("refreshToken")), 401))
        .isEqualTo("/problems/session-over");
    assertThat(use(used.getString("accessToken"))).isEqualTo(401);
    assertThat(problem(refresh(idle.getString("refreshToken")), 401))
        .isEqualTo("/problems/session-over");
    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(201);
  }

  @Test
  void changed_rights_void_tokens_and_the_next_ones_have_them() throws Exception {
    Account ann = accounts.approved();
    JsonPath session = session(ann);
    accounts.setApps(ann, "rides", "deliveries");

    Eventually.until(SOON, "the token is void", () -> use(session.getString("accessToken")) == 401);
    String next = refresh(session.getString("refreshToken")).jsonPath().getString("accessToken");

    assertThat(claims(next).get("apps")).hasToString("[\"deliveries\",\"rides\"]");
    assertThat(use(next)).isEqualTo(200);
  }

  @Test
  void signing_out_ends_this_session_alone() {
    Account ann = accounts.approved();
    JsonPath here = session(ann);
    JsonPath there = session(ann);

    for (int i = 0; i < 2; i++) {
      with(here.getString("accessToken")).delete(SESSIONS + "/current").then().statusCode(204);
    }

    assertThat(problem(refresh(here.getString("refreshToken")), 401))
        .isEqualTo("/problems/session-over");
    assertThat(refresh(there.getString("refreshToken")).statusCode()).isEqualTo(200);
  }

  @Test
  void of_too_many_sessions_the_oldest_ends() {
    Account ann = accounts.approved();
    String first = session(ann).getString("refreshToken");
    sql.update(
        """
        INSERT INTO sign_in_session (id, agent_id, family, current_hash, started_at, renewed_at)
        SELECT gen_random_uuid(), ?, gen_random_uuid()::text, 'x', now(), now() + interval '1 s'
        FROM generate_series(1, 19)
        """,
        ann.id());
    session(ann);

    assertThat(refresh(first).statusCode()).isEqualTo(401);
    assertThat(
            sql.first(
                "SELECT count(*)::int AS n FROM sign_in_session WHERE agent_id = ? AND ended_at IS NULL",
                row -> row.intValue("n"),
                ann.id()))
        .contains(20);
  }

  @Test
  void no_token_is_stored_not_even_for_an_idempotency_key() {
    Account ann = accounts.approved();
    Response answer =
        callsFrom(address())
            .header("Idempotency-Key", "k-" + UUID.randomUUID())
            .body(Map.of("email", ann.email(), "password", PASSWORD))
            .post(SESSIONS);
    String refreshToken = answer.jsonPath().getString("refreshToken");
    String device = answer.cookie(DeviceCookie.NAME);
    refresh(refreshToken);

    for (String table :
        List.of(
            "sign_in_session",
            "known_device",
            "guesses",
            "idempotency",
            "outbox",
            "agent",
            "agent_history")) {
      List<String> rows =
          sql.list("SELECT t::text AS line FROM " + table + " t", row -> row.string("line"));
      assertThat(rows)
          .as(table)
          .noneMatch(
              line ->
                  line.contains(refreshToken) || line.contains(device) || line.contains(PASSWORD));
    }
  }

  @Test
  void an_older_hash_is_made_anew_at_the_next_sign_in() {
    Account ann = accounts.approved();
    // "password" at other costs, by the reference implementation.
    String older =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    sql.update("UPDATE agent SET password_hash = ? WHERE id = ?", older, ann.id());

    Response first = signIn(ann.email(), "password");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(use(first.jsonPath().getString("accessToken"))).isEqualTo(200);
    assertThat(
            sql.first(
                "SELECT password_hash FROM agent WHERE id = ?",
                row -> row.string("password_hash"),
                ann.id()))
        .hasValueSatisfying(hash -> assertThat(hash).startsWith("$argon2id$v=19$m=19456,"));
    assertThat(signIn(ann.email(), "password").statusCode()).isEqualTo(201);
    assertThat(accessVersion(ann)).isEqualTo(1);
  }

  @Test
  void a_session_names_nobody_elses_account() throws Exception {
    JsonPath ann = session(accounts.approved());
    JsonPath bob = session(accounts.approved());

    assertThat(claims(ann.getString("accessToken")).get("sub"))
        .isNotEqualTo(claims(bob.getString("accessToken")).get("sub"));
    with(ann.getString("accessToken")).delete(SESSIONS + "/current").then().statusCode(204);
    assertThat(refresh(bob.getString("refreshToken")).statusCode()).isEqualTo(200);
  }

  @Test
  void the_keys_are_open_to_everybody() {
    Response answer = given().get("/.well-known/jwks.json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=60");
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.jsonPath().<String>getList("keys.kid")).hasSize(1);
    assertThat(answer.jsonPath().<Map<String, String>>getList("keys").getFirst().keySet())
        .containsExactlyInAnyOrder("kty", "kid", "use", "alg", "n", "e");
  }

  @Test
  void the_not_before_list_is_for_our_services_and_grows_and_shrinks() {
    Account ann = accounts.approved();
    Account bob = accounts.approved();
    accounts.suspend(ann);
    accounts.setApps(bob, "rides");

    List<Map<String, Object>> entries = notBefore();
    assertThat(entries)
        .contains(
            Map.of("agentId", ann.id().toString(), "accessVersion", 2, "suspended", true),
            Map.of("agentId", bob.id().toString(), "accessVersion", 2, "suspended", false));

    sql.update("UPDATE access_change SET changed_at = changed_at - interval '61 min'");
    assertThat(notBefore().stream().map(e -> e.get("agentId")))
        .contains(ann.id().toString())
        .doesNotContain(bob.id().toString());

    accounts.reinstate(ann);
    assertThat(notBefore())
        .contains(Map.of("agentId", ann.id().toString(), "accessVersion", 3, "suspended", false));
    assertThat(given().get("/internal/not-before").statusCode()).isEqualTo(401);
    assertThat(with(session(bob).getString("accessToken")).get("/internal/not-before").statusCode())
        .isEqualTo(403);
  }

  private static List<Map<String, Object>> notBefore() {
    JsonPath list =
        with(TestServices.token("ticket-service"))
            .get("/internal/not-before")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(list.getString("at")).isNotBlank();
    assertThat(list.getLong("revision")).isPositive();
    return list.getList("entries");
  }
}
