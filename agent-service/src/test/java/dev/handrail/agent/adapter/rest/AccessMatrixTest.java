package dev.handrail.agent.adapter.rest;

import static dev.handrail.agent.adapter.rest.AccessMatrixTest.Target.ABSENT;
import static dev.handrail.agent.adapter.rest.AccessMatrixTest.Target.OWN;
import static dev.handrail.agent.adapter.rest.AccessMatrixTest.Who.ADMIN;
import static dev.handrail.agent.adapter.rest.AccessMatrixTest.Who.AGENT;
import static dev.handrail.agent.adapter.rest.AccessMatrixTest.Who.MANAGER;
import static dev.handrail.agent.adapter.rest.AccessMatrixTest.Who.NOBODY;
import static dev.handrail.agent.adapter.rest.Api.AGENTS;
import static dev.handrail.agent.adapter.rest.Api.DEPARTMENTS;
import static dev.handrail.agent.adapter.rest.Api.ME;
import static dev.handrail.agent.adapter.rest.Api.TEAMS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.agent.Accounts;
import dev.handrail.agent.adapter.rest.Api.Person;
import dev.handrail.agent.domain.AccountStatus;
import dev.handrail.kit.testing.Infrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Role × route × own, other's or absent thing, from one table. Every route of the OpenAPI document
 * stands in it, so that none is forgotten.
 */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class AccessMatrixTest {

  enum Who {
    NOBODY,
    CUSTOMER,
    AGENT,
    /** An agent with the permission to manage agents. */
    MANAGER,
    ADMIN,
    SERVICE
  }

  enum Target {
    OWN,
    OTHER,
    ABSENT
  }

  /** Whose is what the route is about. */
  enum About {
    /** One account: own, another's, or none. */
    ACCOUNT,
    /** The caller's account, which it has (own) or has not. */
    ONESELF,
    /** A department or team: it is there, whoever asks, or it is not. */
    THING,
    /** Nothing in particular. */
    NOTHING
  }

  /**
   * One route.
   *
   * @param who may call it; others get 403, or 401 without a token, whatever they aim at
   * @param success what they get for a thing that is theirs to aim at
   * @param state what the account must be in for the route to succeed
   * @param body what is sent; empty for nothing
   */
  record Route(
      String method,
      String path,
      About about,
      Set<Who> who,
      int success,
      AccountStatus state,
      String body) {
    String name() {
      return method + " " + path;
    }

    /** Whether it decides about an account, which nobody does about its own. */
    boolean isDecision() {
      return about == About.ACCOUNT && !method.equals("GET");
    }
  }

  private static final Set<Who> ANYONE = EnumSet.allOf(Who.class);
  private static final Set<Who> STAFF = EnumSet.of(AGENT, MANAGER, ADMIN);
  private static final Set<Who> MANAGERS = EnumSet.of(MANAGER, ADMIN);
  private static final Set<Who> OUR_SERVICES = EnumSet.noneOf(Who.class);
  private static final Set<Who> NONE_OF_THESE = EnumSet.noneOf(Who.class);
  private static final AccountStatus APPROVED = AccountStatus.APPROVED;

  private static final List<Route> TABLE =
      List.of(
          route("POST", AGENTS, About.NOTHING, ANYONE, 202, "REGISTRATION"),
          route("GET", AGENTS, About.NOTHING, STAFF, 200, ""),
          route("GET", AGENTS + "/{id}", About.ACCOUNT, STAFF, 200, ""),
          route(
              "PATCH", AGENTS + "/{id}", About.ACCOUNT, MANAGERS, 200, "{\"lastName\": \"King\"}"),
          decision("approval", AccountStatus.PENDING, "{}"),
          decision("rejection", AccountStatus.PENDING, "{\"reason\": \"no\"}"),
          decision("suspension", APPROVED, "{\"reason\": \"no\"}"),
          decision("reinstatement", AccountStatus.SUSPENDED, "{}"),
          setting("permissions", "{\"revoke\": [\"view_chat\"]}"),
          setting("apps", "{\"apps\": [\"rides\"]}"),
          setting("capacity", "{\"max\": 9}"),
          setting("shifts", "{\"timeZone\": \"UTC\", \"week\": {}}"),
          route("GET", ME, About.ONESELF, STAFF, 200, ""),
          route("PATCH", ME, About.ONESELF, STAFF, 200, "{\"lastName\": \"King\"}"),
          route("PUT", ME + "/availability", About.ONESELF, STAFF, 200, "{\"status\": \"busy\"}"),
          route("GET", ME + "/dashboard", About.ONESELF, STAFF, 200, ""),
          route("GET", AGENTS + "/{id}/performance", About.ACCOUNT, MANAGERS, 200, ""),
          route("GET", DEPARTMENTS, About.NOTHING, ANYONE, 200, ""),
          route("GET", DEPARTMENTS + "/{key}", About.THING, ANYONE, 200, ""),
          route("POST", DEPARTMENTS, About.NOTHING, MANAGERS, 201, "NEW DEPARTMENT"),
          route("PATCH", DEPARTMENTS + "/{key}", About.THING, MANAGERS, 200, "{\"name\": \"New\"}"),
          route(
              "PUT",
              DEPARTMENTS + "/{key}/routing",
              About.THING,
              MANAGERS,
              200,
              "{\"strategy\": \"least_loaded\"}"),
          route("DELETE", DEPARTMENTS + "/{key}", About.THING, MANAGERS, 204, ""),
          route("GET", TEAMS, About.NOTHING, STAFF, 200, ""),
          route("GET", TEAMS + "/{id}", About.THING, STAFF, 200, ""),
          route("POST", TEAMS, About.NOTHING, MANAGERS, 201, "NEW TEAM"),
          route(
              "PATCH",
              TEAMS + "/{id}",
              About.THING,
              MANAGERS,
              200,
              "{\"department\": \"billing\"}"),
          route("DELETE", TEAMS + "/{id}", About.THING, MANAGERS, 204, ""),
          route("GET", "/internal/agents", About.NOTHING, OUR_SERVICES, 200, ""),
          // Refused for its content: who may call it is what counts here.
          route("POST", TestAccounts.SESSIONS, About.NOTHING, ANYONE, 401, "SIGN IN"),
          route(
              "POST",
              TestAccounts.SESSIONS + "/refresh",
              About.NOTHING,
              ANYONE,
              401,
              "{\"refreshToken\": \"x\"}"),
          // For those who signed in here, which none of these did.
          route(
              "DELETE", TestAccounts.SESSIONS + "/current", About.NOTHING, NONE_OF_THESE, 204, ""),
          route("PUT", OwnPasswordResource.PATH, About.NOTHING, NONE_OF_THESE, 204, "{}"),
          route("POST", PasswordResetResource.PATH, About.NOTHING, ANYONE, 202, "SIGN IN"),
          route(
              "PUT",
              PasswordResetResource.PATH + "/{token}",
              About.THING,
              ANYONE,
              404,
              "{\"password\": \"zebra-lamp-42\"}"),
          route("GET", "/.well-known/jwks.json", About.NOTHING, ANYONE, 200, ""),
          route("GET", "/internal/not-before", About.NOTHING, OUR_SERVICES, 200, ""),
          route(
              "POST", "/internal/password-resets/{id}/token", About.THING, OUR_SERVICES, 200, ""));

  @Inject Accounts accounts;
  @Inject ObjectMapper json;

  @TestHTTPResource(value = "/q", management = true)
  URI management;

  private static Route route(
      String method, String path, About about, Set<Who> who, int success, String body) {
    return new Route(method, path, about, who, success, APPROVED, body);
  }

  private static Route decision(String move, AccountStatus state, String body) {
    return new Route("POST", AGENTS + "/{id}/" + move, About.ACCOUNT, MANAGERS, 200, state, body);
  }

  private static Route setting(String what, String body) {
    return new Route("PUT", AGENTS + "/{id}/" + what, About.ACCOUNT, MANAGERS, 200, APPROVED, body);
  }

  static Stream<Arguments> cells() {
    return TABLE.stream()
        .flatMap(
            route ->
                Arrays.stream(Who.values())
                    .flatMap(
                        who ->
                            Arrays.stream(Target.values())
                                .map(target -> Arguments.of(route.name(), who, target))));
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @MethodSource("cells")
  void each_role_gets_its_answer(String name, Who who, Target target) {
    Route route = TABLE.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    boolean hasAccount = route.about() != About.ONESELF || target == OWN;
    // Its own is always approved: tokens of others are refused, sooner or later.
    String callerId = hasAccount ? accounts.in(APPROVED).toString() : UUID.randomUUID().toString();
    Person caller = person(who, callerId);
    String aim = aim(route, target, callerId);
    long before = accounts.footprints();

    Response answer = call(caller, route, aim);

    int expected = expected(route, who, target);
    assertThat(answer.statusCode())
        .as("%s by %s on %s: %s", route.name(), who, target, answer.asString())
        .isEqualTo(expected);
    if (expected >= 400) {
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(accounts.footprints()).as("what is stored").isEqualTo(before);
    }
    if (expected == 404 && route.path().contains("{")) {
      Response never = call(caller, route, UUID.randomUUID().toString());
      assertThat(withoutInstance(answer)).isEqualTo(withoutInstance(never));
      Response malformed = call(caller, route, "no-such-thing");
      assertThat(withoutInstance(malformed)).isEqualTo(withoutInstance(never));
    }
  }

  private static int expected(Route route, Who who, Target target) {
    if (!route.who().contains(who)) {
      return who == NOBODY ? 401 : 403;
    }
    return switch (route.about()) {
      case NOTHING -> route.success();
      case ONESELF -> target == OWN ? route.success() : 404;
      case THING -> target == ABSENT ? 404 : route.success();
      case ACCOUNT ->
          target == ABSENT ? 404 : target == OWN && route.isDecision() ? 403 : route.success();
    };
  }

  private String aim(Route route, Target target, String callerId) {
    if (target == ABSENT) {
      return UUID.randomUUID().toString();
    }
    return switch (route.about()) {
      case ACCOUNT -> target == OWN ? callerId : accounts.in(route.state()).toString();
      case THING -> route.path().startsWith(TEAMS) ? freshTeam() : freshDepartment();
      case ONESELF, NOTHING -> "";
    };
  }

  @Test
  void an_account_that_is_not_approved_is_not_there_for_colleagues() {
    Person colleague = Api.agent(accounts.in(APPROVED).toString());
    for (AccountStatus hidden : AccountStatus.values()) {
      Response answer = colleague.get(AGENTS + "/" + accounts.in(hidden));
      Response never = colleague.get(AGENTS + "/" + UUID.randomUUID());
      if (hidden == APPROVED) {
        assertThat(answer.statusCode()).isEqualTo(200);
      } else {
        assertThat(withoutInstance(answer)).isEqualTo(withoutInstance(never));
      }
    }
  }

  @Test
  void every_route_of_the_document_stands_in_the_table() throws IOException {
    Set<String> documented = new HashSet<>();
    JsonNode document =
        json.readTree(given().get(management.resolve("/q/openapi?format=json")).asString());
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          documented.add(
                              method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                          assertThat(method.getValue().has("summary")).as(path.getKey()).isTrue();
                          assertThat(method.getValue().has("operationId"))
                              .as(path.getKey())
                              .isTrue();
                        }));
    assertThat(documented).isEqualTo(TABLE.stream().map(Route::name).collect(Collectors.toSet()));
    assertThat(document.toString()).doesNotContain("passwordHash");
  }

  private String withoutInstance(Response answer) {
    try {
      JsonNode body = json.readTree(answer.asString());
      return answer.statusCode() + ((ObjectNode) body).without("instance").toString();
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + answer.asString(), e);
    }
  }

  private static Person person(Who who, String id) {
    return switch (who) {
      case NOBODY -> null;
      case CUSTOMER -> Api.customer();
      case AGENT -> Api.agent(id);
      case MANAGER -> Api.manager(id);
      case ADMIN -> Api.admin(id, "*");
      case SERVICE -> Api.service();
    };
  }

  private static Response call(Person person, Route route, String aim) {
    RequestSpecification request = person == null ? Api.anyone() : person.calls();
    switch (route.body()) {
      case "" -> {
        // Nothing to send.
      }
      case "SIGN IN" ->
          request
              .header("X-Forwarded-For", TestAccounts.address())
              .body(
                  route.path().equals(TestAccounts.SESSIONS)
                      ? Map.of("email", Api.email(), "password", "not-the-password")
                      : Map.of("email", Api.email()));
      case "REGISTRATION" -> request.body(Api.registration(Api.email()));
      case "NEW DEPARTMENT" -> request.body(Map.of("key", Api.key(), "name", "New"));
      case "NEW TEAM" -> request.body(Map.of("name", Api.unique("Team"), "department", "billing"));
      default -> request.body(route.body());
    }
    return request.request(
        route.method(),
        route.path().replace("{id}", aim).replace("{key}", aim).replace("{token}", aim));
  }

  private static String freshDepartment() {
    String key = Api.key();
    Api.admin().post(DEPARTMENTS, Map.of("key", key, "name", "Fresh")).then().statusCode(201);
    return key;
  }

  private static String freshTeam() {
    return Api.admin()
        .post(TEAMS, Map.of("name", Api.unique("Team"), "department", "billing"))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("id");
  }
}
