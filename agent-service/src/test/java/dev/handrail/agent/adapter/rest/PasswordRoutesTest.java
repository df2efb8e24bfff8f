package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.TestAccounts.PASSWORD;
import static dev.handrail.agent.adapter.rest.TestAccounts.SESSIONS;
import static dev.handrail.agent.adapter.rest.TestAccounts.address;
import static dev.handrail.agent.adapter.rest.TestAccounts.callsFrom;
import static dev.handrail.agent.adapter.rest.TestAccounts.refresh;
import static dev.handrail.agent.adapter.rest.TestAccounts.session;
import static dev.handrail.agent.adapter.rest.TestAccounts.signIn;
import static dev.handrail.agent.adapter.rest.TestAccounts.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.agent.adapter.rest.TestAccounts.Account;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.kit.testing.KafkaProbe;
import dev.handrail.kit.testing.TestIssuer;
import dev.handrail.kit.testing.TestServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changing a password by who knows it, and setting one by a link. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class PasswordRoutesTest {
  private static final String RESETS = "/api/v1/password-resets";
  private static final String OWN = OwnPasswordResource.PATH;
  private static final String NEXT = "kayak-trombone-7";
  private static final Duration SOON = Duration.ofSeconds(10);

  @Inject TestAccounts accounts;
  @Inject Sql sql;

  private static Response ask(String email) {
    return callsFrom(address()).body(Map.of("email", email)).post(RESETS);
  }

  private static Response reset(String link, String password) {
    return callsFrom(address()).body(Map.of("password", password)).put(RESETS + "/" + link);
  }

  private static Response change(String token, String current, String next) {
    return with(token).body(Map.of("currentPassword", current, "newPassword", next)).put(OWN);
  }

  private List<UUID> resets(Account account) {
    return sql.list(
        "SELECT id FROM password_reset WHERE agent_id = ? ORDER BY id",
        row -> row.uuid("id"),
        account.id());
  }

  private static String link(UUID reset) {
    return with(TestServices.token("notification-service"))
        .post("/internal/password-resets/" + reset + "/token")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getString("token");
  }

  /** Asks for a link and waits for it. */
  private String linkFor(Account account) {
    int before = resets(account).size();
    assertThat(ask(account.email()).statusCode()).isEqualTo(202);
    return link(
        Eventually.value(SOON, "a link", () -> resets(account), found -> found.size() > before)
            .getLast());
  }

  private void waitUntilAllIsLookedAt() {
    Eventually.until(
        SOON,
        "all requests are looked at",
        () -> sql.list("SELECT 1 AS one FROM password_reset_request", row -> 1).isEmpty());
  }

  @Test
  void asking_is_answered_alike_for_every_address() {
    Account ann = accounts.approved();
    Account pending = accounts.pending();
    Account suspended = accounts.approved();
    accounts.suspend(suspended);

    Response known = ask(ann.email());
    for (String email :
        List.of(pending.email(), suspended.email(), "nobody@example.test", "no address")) {
      Response answer = ask(email);
      assertThat(answer.statusCode()).isEqualTo(202).isEqualTo(known.statusCode());
      assertThat(answer.asString()).isEmpty();
      assertThat(answer.headers().asList().stream().map(h -> h.getName()).toList())
          .isEqualTo(known.headers().asList().stream().map(h -> h.getName()).toList());
    }
    waitUntilAllIsLookedAt();
    assertThat(resets(ann)).hasSize(1);
    assertThat(resets(pending)).isEmpty();
    assertThat(resets(suspended)).isEmpty();
  }

  @Test
  void a_link_sets_a_new_password_once() {
    Account ann = accounts.approved();
    JsonPath session = session(ann);
    String link = linkFor(ann);

    Response answer = reset(link, NEXT);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(204);
    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(401);
    assertThat(signIn(ann.email(), NEXT).statusCode()).isEqualTo(201);
    assertThat(refresh(session.getString("refreshToken")).statusCode()).isEqualTo(401);
    Eventually.until(
        SOON,
        "the old token is void",
        () -> with(session.getString("accessToken")).get("/api/v1/agents/me").statusCode() == 401);
    Response again = reset(link, "another-lamp-9");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(reset("made-up", NEXT).jsonPath().getString("type"))
        .isEqualTo(again.jsonPath().getString("type"));
  }

  @Test
  void a_locked_owner_gets_back_in_by_a_link() {
    Account ann = accounts.approved();
    String link = linkFor(ann);
    for (int i = 0; i < 5; i++) {
      signIn(ann.email(), "not-the-password");
    }
    String here = address();
    for (int i = 0; i < 20; i++) {
      signIn("nobody-" + UUID.randomUUID() + "@example.test", "x", here);
    }
    assertThat(signIn(ann.email(), PASSWORD, here).statusCode()).isEqualTo(429);

    String device = reset(link, NEXT).cookie(DeviceCookie.NAME);

    assertThat(
            callsFrom(here)
                .cookie(DeviceCookie.NAME, device)
                .body(Map.of("email", ann.email(), "password", NEXT))
                .post(SESSIONS)
                .statusCode())
        .isEqualTo(201);
    assertThat(signIn(ann.email(), NEXT).statusCode()).isEqualTo(201);
  }

  @Test
  void a_link_is_over_after_half_an_hour_and_a_new_secret_voids_the_former() {
    Account ann = accounts.approved();
    String first = linkFor(ann);
    UUID reset = resets(ann).getFirst();
    String second = link(reset);

    assertThat(reset(first, NEXT).statusCode()).isEqualTo(404);
    sql.update("UPDATE password_reset SET expires_at = now() WHERE id = ?", reset);
    assertThat(reset(second, NEXT).statusCode()).isEqualTo(404);
    assertThat(
            with(TestServices.token("notification-service"))
                .post("/internal/password-resets/" + reset + "/token")
                .statusCode())
        .isEqualTo(404);
    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(201);
  }

  @Test
  void a_bad_password_leaves_the_link_good() {
    Account ann = accounts.approved();
    String link = linkFor(ann);

    Response answer = reset(link, "password123");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo("password");
    assertThat(reset(link, NEXT).statusCode()).isEqualTo(204);
  }

  @Test
  void a_suspended_agent_gets_no_further_with_a_link() {
    Account ann = accounts.approved();
    String link = linkFor(ann);
    accounts.suspend(ann);

    assertThat(reset(link, NEXT).statusCode()).isEqualTo(404);
  }

  @Test
  void an_account_is_given_three_links_an_hour() {
    Account ann = accounts.approved();
    for (int i = 0; i < 3; i++) {
      linkFor(ann);
    }
    for (int i = 0; i < 4; i++) {
      ask(ann.email());
    }
    waitUntilAllIsLookedAt();

    assertThat(resets(ann)).hasSize(3);
  }

  @Test
  void one_network_address_asks_twenty_times() {
    String here = address();
    for (int i = 0; i < 20; i++) {
      assertThat(
              callsFrom(here)
                  .body(Map.of("email", "nobody-" + i + "@example.test"))
                  .post(RESETS)
                  .statusCode())
          .isEqualTo(202);
    }

    Response more = callsFrom(here).body(Map.of("email", "nobody@example.test")).post(RESETS);

    assertThat(more.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(more.header("Retry-After"))).isPositive();
    assertThat(signIn(accounts.approved().email(), PASSWORD, here).statusCode()).isEqualTo(201);
  }

  @Test
  void the_event_tells_of_the_request_and_not_of_its_secret() {
    Account ann = accounts.approved();
    String link;
    try (KafkaProbe events = KafkaProbe.fromNow(Infrastructure.kafka(), "agent-events")) {
      link = linkFor(ann);
      KafkaProbe.Seen event =
          events
              .await(
                  SOON,
                  "the request is told of",
                  seen -> seen.stream().anyMatch(e -> isRequestOf(ann, e)))
              .stream()
              .filter(e -> isRequestOf(ann, e))
              .findFirst()
              .orElseThrow();
      assertThat(event.value()).contains(resets(ann).getFirst().toString());
      assertThat(event.value() + event.headers()).doesNotContain(link).doesNotContain(ann.email());
    }
    for (String table : List.of("password_reset", "agent_history", "outbox", "agent")) {
      assertThat(sql.list("SELECT t::text AS line FROM " + table + " t", r -> r.string("line")))
          .as(table)
          .noneMatch(line -> line.contains(link));
    }
  }

  private static boolean isRequestOf(Account account, KafkaProbe.Seen event) {
    return account.id().toString().equals(event.key())
        && event.type().contains("PasswordResetRequested");
  }

  @Test
  void a_link_is_for_our_services_to_make() {
    UUID reset = UUID.randomUUID();
    String admin = TestIssuer.shared().token("admin", "root").apps("*").sign();

    assertThat(with(admin).post("/internal/password-resets/" + reset + "/token").statusCode())
        .isEqualTo(403);
    assertThat(
            with(TestServices.token("notification-service"))
                .post("/internal/password-resets/" + reset + "/token")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void who_knows_the_password_changes_it_and_goes_on_alone() {
    Account ann = accounts.approved();
    JsonPath here = session(ann);
    JsonPath there = session(ann);

    assertThat(change(here.getString("accessToken"), PASSWORD, NEXT).statusCode()).isEqualTo(204);

    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(401);
    assertThat(signIn(ann.email(), NEXT).statusCode()).isEqualTo(201);
    assertThat(refresh(there.getString("refreshToken")).statusCode()).isEqualTo(401);
    String next = refresh(here.getString("refreshToken")).jsonPath().getString("accessToken");
    assertThat(with(next).get("/api/v1/agents/me").statusCode()).isEqualTo(200);
    Eventually.until(
        SOON,
        "tokens from before are void",
        () -> with(here.getString("accessToken")).get("/api/v1/agents/me").statusCode() == 401);
  }

  @Test
  void a_stolen_access_token_becomes_no_password() {
    Account ann = accounts.approved();
    String token = session(ann).getString("accessToken");
    for (int i = 0; i < 5; i++) {
      Response wrong = change(token, "not-the-password", NEXT);
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.jsonPath().getString("errors[0].field")).isEqualTo("currentPassword");
    }

    assertThat(change(token, PASSWORD, NEXT).statusCode()).isEqualTo(429);
    assertThat(signIn(ann.email(), PASSWORD).statusCode()).isEqualTo(201);
  }

  @Test
  void a_new_password_follows_the_rules() {
    Account ann = accounts.approved();
    String token = session(ann).getString("accessToken");

    for (String next : List.of("short", "password123", ann.email(), "1234567890")) {
      Response answer = change(token, PASSWORD, next);
      assertThat(answer.statusCode()).as(next).isEqualTo(400);
      assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo("newPassword");
      assertThat(answer.asString()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void who_signed_in_elsewhere_has_no_password_here() {
    for (String role : List.of("support_agent", "admin")) {
      String token = TestIssuer.shared().token(role, "x").apps("*").sign();
      assertThat(change(token, PASSWORD, NEXT).statusCode()).isEqualTo(403);
      assertThat(with(token).delete(SESSIONS + "/current").statusCode()).isEqualTo(403);
    }
    String customer = TestIssuer.shared().token("customer", "42").app("bookings").sign();
    assertThat(change(customer, PASSWORD, NEXT).statusCode()).isEqualTo(403);
  }
}
