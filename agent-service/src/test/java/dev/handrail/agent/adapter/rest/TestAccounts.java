package dev.handrail.agent.adapter.rest;

import static io.restassured.RestAssured.given;

import dev.handrail.agent.application.port.AgentRepository;
import dev.handrail.agent.application.port.PasswordHashes;
import dev.handrail.agent.domain.Agent;
import dev.handrail.agent.domain.Caller;
import dev.handrail.agent.domain.Change;
import dev.handrail.agent.domain.Profile;
import dev.handrail.agent.domain.Role;
import dev.handrail.kit.UuidV7;
import dev.handrail.kit.testing.TestIssuer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts to sign in to, and how tests do so: each from a network address of its own. */
@ApplicationScoped
public class TestAccounts {
  static final String SESSIONS = "/api/v1/sessions";
  static final String PASSWORD = "zebra-lamp-42";

  private static final Caller ADMIN =
      new Caller(
          "the-admin", Role.ADMIN, Set.of("*"), "The Admin", Set.copyOf(Role.ADMIN.permissions()));

  private final AgentRepository agents;
  private final PasswordHashes hashes;
  private final Clock clock;
  private @Nullable String hash;

  TestAccounts(AgentRepository agents, PasswordHashes hashes, Clock clock) {
    this.agents = agents;
    this.hashes = hashes;
    this.clock = clock;
  }

  /** An account as tests know it. */
  record Account(UUID id, String email) {}

  /** One that waits for an admin; its password is {@link #PASSWORD}. */
  Account pending() {
    UUID id = UuidV7.next();
    String email = id + "@example.test";
    Profile profile =
        new Profile("Ann", "Lee", null, null, "technical", List.of(), List.of(), null);
    String known = passwordHash();
    QuarkusTransaction.requiringNew()
        .run(() -> agents.save(Agent.register(id, email, known, profile, clock.instant())));
    return new Account(id, email);
  }

  /** One that may work for bookings. */
  Account approved() {
    Account account = pending();
    change(account, agent -> agent.approve(List.of("bookings"), Set.of(), ADMIN, clock.instant()));
    return account;
  }

  void reject(Account account) {
    change(account, agent -> agent.reject("No.", ADMIN, clock.instant()));
  }

  void suspend(Account account) {
    String admin = TestIssuer.shared().token("admin", "root").apps("*").sign();
    with(admin)
        .body(Map.of("reason", "Holidays."))
        .post("/api/v1/agents/" + account.id() + "/suspension")
        .then()
        .statusCode(200);
  }

  void reinstate(Account account) {
    change(account, agent -> agent.reinstate(ADMIN, clock.instant()));
  }

  void setApps(Account account, String... apps) {
    change(account, agent -> agent.setApps(List.of(apps), ADMIN, clock.instant()));
  }

  private void change(Account account, Function<Agent, Change> transition) {
    QuarkusTransaction.requiringNew()
        .run(() -> agents.save(transition.apply(agents.findForChange(account.id()).orElseThrow())));
  }

  private synchronized String passwordHash() {
    String made = hash;
    if (made == null) {
      made = hashes.hash(PASSWORD);
      hash = made;
    }
    return made;
  }

  /** A network address that nobody else uses. */
  static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
  }

  static RequestSpecification callsFrom(String address) {
    return given().header("X-Forwarded-For", address).contentType(ContentType.JSON);
  }

  static Response signIn(String email, String password, String address) {
    return callsFrom(address).body(Map.of("email", email, "password", password)).post(SESSIONS);
  }

  static Response signIn(String email, String password) {
    return signIn(email, password, address());
  }

  /** Signs in, which works. */
  static JsonPath session(Account account) {
    return signIn(account.email(), PASSWORD).then().statusCode(201).extract().jsonPath();
  }

  static Response refresh(String token) {
    return callsFrom(address()).body(Map.of("refreshToken", token)).post(SESSIONS + "/refresh");
  }

  static RequestSpecification with(String accessToken) {
    return given().header("Authorization", "Bearer " + accessToken).contentType(ContentType.JSON);
  }
}
