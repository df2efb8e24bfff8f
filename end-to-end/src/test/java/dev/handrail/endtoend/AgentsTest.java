package dev.handrail.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.endtoend.Gate.Answer;
import dev.handrail.endtoend.Gate.Caller;
import dev.handrail.endtoend.faults.Signals;
import dev.handrail.kit.testing.Eventually;
import dev.handrail.local.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Agents from registration to their tickets, and what becomes of their tokens, over the gateway.
 */
@ExtendWith(PlatformExtension.class)
class AgentsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_MINUTE = Duration.ofSeconds(60);

  /** One route of every service that any agent may read. */
  private static final List<String> EVERYWHERE =
      List.of("/api/v1/tickets", "/api/v1/notifications", "/api/v1/agents/me");

  private final Platform platform;
  private final Gate gate;
  private final String stamp = UUID.randomUUID().toString().substring(0, 8);

  /** Of its own, so that its agents are told nothing of other tests' tickets. */
  private final String department = "e" + stamp;

  private final String email = "e2e-" + stamp + "@example.com";
  private final String password = "far from home " + stamp;

  AgentsTest(Platform platform) {
    this.platform = platform;
    this.gate = new Gate(platform);
  }

  @Test
  void from_registration_to_a_routed_ticket() {
    Caller admin = signedInAdmin();
    useDepartment();
    Answer registered = register();
    assertThat(registered.status()).as(registered.body()).isEqualTo(202);
    Answer early = gate.nobody().post("/api/v1/sessions", credentials(password));
    assertThat(early.status()).as(early.body()).isEqualTo(403);
    assertThat(early.type()).isNotEqualTo("/problems/forbidden").startsWith("/problems/");
    Answer wrong = gate.nobody().post("/api/v1/sessions", credentials("something else"));
    assertThat(wrong.status()).as(wrong.body()).isEqualTo(401);
    String id = pending(admin);
    assertThat(notified(admin, "agent_registered", id)).isTrue();

    approve(admin, id);
    Answer session = signIn(password);
    Caller agent = gate.as(session.text("accessToken"));
    assertThat(session.json().path("agent").path("id").asText()).isEqualTo(id);
    assertThat(agent.get("/api/v1/agents/me").text("email")).isEqualTo(email);
    assertThat(notified(agent, "agent_approved", id)).isTrue();
    available(agent);

    // A ticket that nobody but this agent can have: of its own department.
    String ticket = openTicket();
    JsonNode routed =
        Eventually.value(
            SOON,
            "the ticket is the agent's",
            () -> agent.get("/api/v1/tickets/" + ticket).json(),
            json -> json.path("assignee").path("id").asText().equals(id));
    assertThat(routed.path("assignee").path("name").asText()).contains("Eira");
    assertThat(agent.get("/api/v1/tickets/" + ticket + "/history").body())
        .contains("ticket_assigned", "skill_based");
    agent.put("/api/v1/agents/me/availability", "{\"status\": \"offline\"}");
  }

  @Test
  void a_suspended_agents_token_stops_within_a_minute_everywhere_also_without_the_broker() {
    Caller admin = signedInAdmin();
    assertThat(register().status()).isEqualTo(202);
    String id = pending(admin);
    approve(admin, id);
    Caller agent = gate.as(signIn(password).text("accessToken"));
    EVERYWHERE.forEach(path -> assertThat(eventually(agent, path)).as(path).isEqualTo(200));

    long broker = platform.pid(Platform.KAFKA);
    Signals.freeze(broker);
    try {
      Answer suspended =
          admin.post("/api/v1/agents/" + id + "/suspension", "{\"reason\": \"A test.\"}");
      assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);
      Instant at = Instant.now();
      for (String path : EVERYWHERE) {
        Eventually.until(
            A_MINUTE.minus(Duration.between(at, Instant.now())),
            path + " refuses the token",
            () -> agent.get(path).status() == 401);
      }
      assertThat(gate.nobody().post("/api/v1/sessions", credentials(password)).status())
          .isEqualTo(403);
      assertThat(gate.customer("e2e-bystander").get("/api/v1/tickets").status()).isEqualTo(200);
    } finally {
      Signals.thaw(broker);
    }
    Answer back = admin.post("/api/v1/agents/" + id + "/reinstatement", "{}");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    Caller again = gate.as(signIn(password).text("accessToken"));
    for (String path : EVERYWHERE) {
      Eventually.until(A_MINUTE, path + " is open again", () -> again.get(path).status() == 200);
      assertThat(agent.get(path).status()).as("the old token at " + path).isEqualTo(401);
    }
  }

  @Test
  void a_reset_password_opens_and_the_old_one_and_its_tokens_do_not() throws Exception {
    Caller admin = signedInAdmin();
    assertThat(register().status()).isEqualTo(202);
    approve(admin, pending(admin));
    Caller before = gate.as(signIn(password).text("accessToken"));
    assertThat(before.get("/api/v1/agents/me").status()).isEqualTo(200);

    Answer unknown =
        gate.nobody()
            .post(
                "/api/v1/password-resets",
                "{\"email\": \"nobody-%s@example.com\"}".formatted(stamp));
    Answer asked =
        gate.nobody().post("/api/v1/password-resets", "{\"email\": \"%s\"}".formatted(email));
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    assertThat(unknown.status()).isEqualTo(asked.status());
    assertThat(unknown.body()).isEqualTo(asked.body());
    String secret =
        Eventually.value(SOON, "the link is logged", this::resetLink, s -> !s.isEmpty());
    String other = "a new home " + stamp;
    Answer reset =
        gate.nobody()
            .put("/api/v1/password-resets/" + secret, "{\"password\": \"%s\"}".formatted(other));
    assertThat(reset.status()).as(reset.body()).isIn(200, 204);

    assertThat(gate.nobody().post("/api/v1/sessions", credentials(password)).status())
        .isEqualTo(401);
    assertThat(signIn(other).status()).isEqualTo(201);
    for (String path : EVERYWHERE) {
      Eventually.until(
          A_MINUTE, path + " refuses the old token", () -> before.get(path).status() == 401);
    }
    assertThat(
            gate.nobody()
                .put("/api/v1/password-resets/" + secret, "{\"password\": \"%s\"}".formatted(other))
                .status())
        .as("a link works once")
        .isIn(400, 404, 409, 410);
  }

  @Test
  void no_trick_with_a_token_opens_any_service() {
    Caller admin = signedInAdmin();
    assertThat(register().status()).isEqualTo(202);
    String id = pending(admin);
    approve(admin, id);
    Answer session = signIn(password);
    String jwks = gate.nobody().get("/.well-known/jwks.json").body();
    HandmadeTokens agents = HandmadeTokens.ofAgents(platform, jwks);
    HandmadeTokens strangers = new HandmadeTokens(platform);
    ObjectNode good = claimsOf(session.text("accessToken"));
    for (String path : EVERYWHERE) {
      assertThat(eventually(gate.as(agents.signed(agents.header(), good)), path))
          .as("made by hand, and right, at " + path)
          .isEqualTo(200);
    }

    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("the refresh token", session.text("refreshToken"));
    bad.put("another audience", agents.signed(agents.header(), with(good, "aud", "elsewhere")));
    bad.put("expired", agents.signed(agents.header(), good.deepCopy().put("exp", 1_700_000_000L)));
    bad.put("signed by another issuer", strangers.signed(strangers.header(), good));
    bad.put("by another issuer under our key id", strangers.signed(agents.header(), good));
    bad.put("a stranger's key", agents.signedByStranger(agents.header(), good));
    bad.put("unsigned", HandmadeTokens.unsigned(agents.header().put("alg", "none"), good));
    bad.put(
        "public key as secret",
        agents.signedWithPublicKeyAsSecret(agents.header().put("alg", "HS256"), good));
    bad.put("key id of a file", agents.signed(agents.header().put("kid", "../../dev/null"), good));
    bad.put(
        "key id of a service", agents.signed(agents.header().put("kid", "ticket-service"), good));
    bad.put("no key id", agents.signed(without(agents.header(), "kid"), good));
    bad.put("a refresh token's type", agents.signed(agents.header().put("typ", "rt+jwt"), good));
    ObjectNode customer = good.deepCopy().put("app", "bookings");
    customer.set("groups", HandmadeTokens.groups("customer"));
    bad.put(
        "an agent's issuer that speaks for customers", agents.signed(agents.header(), customer));
    ObjectNode service = good.deepCopy();
    service.set("groups", HandmadeTokens.groups("service"));
    bad.put("an agent's issuer that speaks for services", agents.signed(agents.header(), service));
    HandmadeTokens ofService = HandmadeTokens.ofService(platform, "notification-service");
    ObjectNode asAdmin = with(good, "iss", "handrail-services");
    asAdmin.set("groups", HandmadeTokens.groups("admin"));
    bad.put("a service that speaks for admins", ofService.signed(ofService.header(), asAdmin));
    ObjectNode asOther = serviceClaims("ticket-service");
    bad.put("a service that speaks for another", ofService.signed(ofService.header(), asOther));
    bad.forEach(
        (what, token) -> {
          for (String path : EVERYWHERE) {
            Answer answer = gate.as(token).get(path);
            assertThat(answer.status())
                .as("%s at %s: %s", what, path, answer.body())
                .isEqualTo(401);
          }
        });
  }

  @Test
  void internal_routes_answer_to_our_services_alone_and_never_through_the_gateway()
      throws Exception {
    HandmadeTokens ours = HandmadeTokens.ofService(platform, "ticket-service");
    String service = ours.signed(ours.header(), serviceClaims("ticket-service"));
    List<String> routes =
        List.of("/internal/not-before", "/internal/agents?ids=" + UUID.randomUUID());
    String direct = platform.serviceUrl("agent-service");
    for (String route : routes) {
      assertThat(status(direct + route, service)).as(route).isEqualTo(200);
      for (String other :
          List.of(
              "",
              platform.token("service", "some-app", "bookings"),
              platform.token("admin", "e2e-admin", "bookings"),
              platform.token("support_agent", "e2e-agent", "bookings"),
              platform.token("customer", "e2e-customer", "bookings"))) {
        assertThat(status(direct + route, other)).as(route).isIn(401, 403, 404);
      }
      for (String prefix : List.of("", "/api/v1", "/api/v1/agents", "/api", "/.well-known")) {
        assertThat(status(platform.gatewayUrl() + prefix + route, service))
            .as("through the gateway: " + prefix + route)
            .isIn(401, 403, 404);
      }
    }
    JsonNode api = gate.nobody().get("/openapi").json();
    assertThat(api.path("paths").toString()).doesNotContain("/internal");
    for (String path :
        List.of("/api/v1/agents", "/api/v1/sessions", "/api/v1/departments", "/api/v1/tickets")) {
      assertThat(api.path("paths").has(path)).as(path).isTrue();
    }
  }

  private Answer register() {
    return gate.nobody()
        .post(
            "/api/v1/agents",
            """
            {"firstName": "Eira", "lastName": "Test", "email": "%s", "password": "%s",
             "department": "%s", "specializations": ["technical"], "languages": ["en"]}"""
                .formatted(email, password, department));
  }

  private String pending(Caller admin) {
    for (JsonNode agent :
        admin.get("/api/v1/agents?status=pending&limit=100").json().path("items")) {
      if (agent.path("email").asText().equals(email)) {
        return agent.path("id").asText();
      }
    }
    throw new AssertionError("The registration does not wait for approval.");
  }

  private static void approve(Caller admin, String id) {
    Answer approved =
        admin.post("/api/v1/agents/" + id + "/approval", "{\"apps\": [\"bookings\"]}");
    assertThat(approved.status()).as(approved.body()).isEqualTo(200);
  }

  private Answer signIn(String with) {
    Answer session = gate.nobody().post("/api/v1/sessions", credentials(with));
    assertThat(session.status()).as(session.body()).isEqualTo(201);
    return session;
  }

  private Caller signedInAdmin() {
    Answer session =
        gate.nobody()
            .post(
                "/api/v1/sessions",
                "{\"email\": \"%s\", \"password\": \"%s\"}"
                    .formatted(platform.firstAdmin().email(), platform.firstAdmin().password()));
    assertThat(session.status()).as(session.body()).isEqualTo(201);
    Caller admin = gate.as(session.text("accessToken"));
    Answer made =
        admin.post(
            "/api/v1/departments",
            "{\"key\": \"%s\", \"name\": \"End to end\"}".formatted(department));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return admin;
  }

  /** An app has tickets only for the departments that its settings name. */
  private void useDepartment() {
    List<String> all = new ArrayList<>();
    Caller admin = gate.admin();
    admin
        .get("/api/v1/apps/bookings")
        .json()
        .path("departments")
        .forEach(one -> all.add("\"" + one.asText() + "\""));
    all.add("\"" + department + "\"");
    Answer changed =
        admin.send(
            "PATCH",
            "/api/v1/apps/bookings",
            "{\"departments\": [" + String.join(", ", all) + "]}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
  }

  private static void available(Caller agent) {
    Answer answer = agent.put("/api/v1/agents/me/availability", "{\"status\": \"available\"}");
    assertThat(answer.status()).as(answer.body()).isIn(200, 204);
  }

  private String openTicket() {
    Answer answer =
        gate.customer("e2e-" + stamp)
            .post(
                "/api/v1/tickets",
                """
                {"subject": "Nothing works", "description": "At all.", "category": "technical",
                 "department": "%s", "language": "en"}"""
                    .formatted(department));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.text("id");
  }

  private static boolean notified(Caller who, String kind, String about) {
    return Eventually.value(
                SOON,
                kind + " is told",
                () -> who.get("/api/v1/notifications?limit=100"),
                answer -> {
                  for (JsonNode one : answer.json().path("items")) {
                    if (one.path("kind").asText().equals(kind)
                        && one.path("subject").path("id").asText().equals(about)) {
                      return true;
                    }
                  }
                  return false;
                })
            .status()
        == 200;
  }

  /** A service that has just started may not have the keys yet; it says 503 until then. */
  private static int eventually(Caller who, String path) {
    return Eventually.value(
        SOON, path + " is decided", () -> who.get(path).status(), status -> status != 503);
  }

  private String resetLink() {
    try {
      String log = Files.readString(platform.log("agent-service"));
      Matcher found = Pattern.compile("password-resets/([\\w.~-]+)").matcher(log);
      String last = "";
      while (found.find()) {
        last = found.group(1);
      }
      return last;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String credentials(String with) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, with);
  }

  private static ObjectNode claimsOf(String token) {
    try {
      byte[] claims = java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
      return (ObjectNode) Gate.JSON.readTree(claims);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ObjectNode serviceClaims(String subject) {
    long now = Instant.now().getEpochSecond();
    ObjectNode claims = Gate.JSON.createObjectNode();
    claims.put("iss", "handrail-services").put("sub", subject).put("aud", "handrail");
    claims.set("groups", HandmadeTokens.groups("service"));
    claims.set("apps", HandmadeTokens.groups("*"));
    claims.put("iat", now).put("exp", now + 60).put("jti", UUID.randomUUID().toString());
    return claims;
  }

  private static ObjectNode with(ObjectNode claims, String claim, String value) {
    return claims.deepCopy().put(claim, value);
  }

  private static ObjectNode without(ObjectNode json, String field) {
    json.remove(field);
    return json;
  }

  private static int status(String url, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).GET();
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
