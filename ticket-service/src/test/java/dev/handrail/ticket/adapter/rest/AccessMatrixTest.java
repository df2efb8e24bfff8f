package dev.handrail.ticket.adapter.rest;

import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Target.ABSENT;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Target.OTHER;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Target.OWN;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Who.ADMIN;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Who.AGENT;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Who.CUSTOMER;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Who.NOBODY;
import static dev.handrail.ticket.adapter.rest.AccessMatrixTest.Who.SERVICE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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
    ADMIN,
    SERVICE
  }

  enum Target {
    OWN,
    OTHER,
    ABSENT
  }

  /** What the ticket must be like for the route to succeed. */
  enum State {
    OPEN,
    RESOLVED
  }

  /**
   * One route.
   *
   * @param roles who may call it; others get 403 whatever they aim at
   * @param success what they get for their own thing
   * @param body what is sent; empty for nothing
   */
  record Route(String method, String path, Set<Who> roles, int success, State state, String body) {
    String name() {
      return method + " " + path;
    }

    boolean isOfTicket() {
      return path.startsWith("/api/v1/tickets/{ref}");
    }

    /** Of a ticket, too, which it names in its query. */
    boolean isVerification() {
      return path.equals(AuditResource.PATH + "/verification");
    }
  }

  private static final Set<Who> ALL = EnumSet.of(CUSTOMER, AGENT, ADMIN, SERVICE);
  private static final Set<Who> PEOPLE = EnumSet.of(CUSTOMER, AGENT, ADMIN);
  private static final Set<Who> STAFF = EnumSet.of(AGENT, ADMIN);
  private static final Set<Who> ADMINS = EnumSet.of(ADMIN);
  private static final Set<Who> CUSTOMERS = EnumSet.of(CUSTOMER);
  private static final String T = "/api/v1/tickets";
  private static final String JOBS = "/api/v1/jobs";
  private static final String MADE_UP = "made_up_";

  private static final List<Route> TABLE =
      List.of(
          route("POST", T, ALL, 201, "NEW TICKET"),
          route("GET", T, ALL, 200, ""),
          route("GET", T + "/counts", ALL, 200, ""),
          route("GET", T + "/{ref}", ALL, 200, ""),
          route("PATCH", T + "/{ref}", STAFF, 200, "{\"subject\": \"Corrected\"}"),
          route("DELETE", T + "/{ref}", ADMINS, 204, ""),
          route(
              "PUT", T + "/{ref}/status", PEOPLE, 200, State.RESOLVED, "{\"status\": \"closed\"}"),
          route("PUT", T + "/{ref}/priority", STAFF, 200, "{\"priority\": \"high\"}"),
          route("PUT", T + "/{ref}/assignee", STAFF, 200, "{\"agentId\": \"me\"}"),
          route("DELETE", T + "/{ref}/assignee", STAFF, 200, ""),
          route(
              "POST",
              T + "/{ref}/resolution",
              STAFF,
              200,
              "{\"type\": \"solved\", \"summary\": \"Done.\"}"),
          route("POST", T + "/{ref}/close", STAFF, 200, "{}"),
          route(
              "POST", T + "/{ref}/reopen", PEOPLE, 200, State.RESOLVED, "{\"reason\": \"Again.\"}"),
          route("POST", T + "/{ref}/rating", CUSTOMERS, 201, State.RESOLVED, "{\"rating\": 5}"),
          route("GET", T + "/{ref}/messages", ALL, 200, ""),
          route("POST", T + "/{ref}/messages", PEOPLE, 201, "{\"text\": \"Hello.\"}"),
          route("GET", T + "/{ref}/messages/{id}", ALL, 200, ""),
          route("PUT", T + "/{ref}/read", ALL, 204, ""),
          route("GET", T + "/{ref}/history", STAFF, 200, ""),
          route("GET", T + "/{ref}/sla", STAFF, 200, ""),
          route("PUT", T + "/{ref}/watchers/me", STAFF, 204, ""),
          route("DELETE", T + "/{ref}/watchers/me", STAFF, 204, ""),
          route("GET", AuditResource.PATH, ADMINS, 200, ""),
          route("GET", AuditResource.PATH + "/verification", ADMINS, 200, ""),
          route("GET", AuditResource.PATH + "/verifications", ADMINS, 200, ""),
          route("GET", RatingResource.PATH, ADMINS, 200, ""),
          route("GET", Api.APPS, ALL, 200, ""),
          route("GET", Api.APPS + "/{key}", ALL, 200, ""),
          route("POST", Api.APPS, ADMINS, 201, "NEW APP"),
          route("PATCH", Api.APPS + "/{key}", ADMINS, 200, "{\"escalateAfter\": \"P3D\"}"),
          route("GET", Api.CATEGORIES, ALL, 200, ""),
          route("GET", Api.CATEGORIES + "/{key}", ALL, 200, ""),
          route("POST", Api.CATEGORIES, ADMINS, 201, "NEW CATEGORY"),
          route("PATCH", Api.CATEGORIES + "/{key}", ADMINS, 200, "{\"icon\": \"star\"}"),
          route("DELETE", Api.CATEGORIES + "/{key}", ADMINS, 204, ""),
          route("GET", Api.CUSTOM_FIELDS, ALL, 200, ""),
          route("GET", Api.CUSTOM_FIELDS + "/{key}", ALL, 200, ""),
          route("POST", Api.CUSTOM_FIELDS, ADMINS, 201, "NEW CUSTOM FIELD"),
          route("PATCH", Api.CUSTOM_FIELDS + "/{key}", ADMINS, 200, "{\"sortOrder\": 7}"),
          route("DELETE", Api.CUSTOM_FIELDS + "/{key}", ADMINS, 204, ""),
          route("POST", T + "/{ref}/escalations", STAFF, 201, "{\"reason\": \"Too hot.\"}"),
          route("GET", JOBS, ADMINS, 200, ""),
          route("GET", JOBS + "/{name}/runs", ADMINS, 200, ""),
          route("POST", JOBS + "/{name}/runs", ADMINS, 202, ""),
          route("GET", JOBS + "/{name}/runs/{id}", ADMINS, 200, ""),
          route("GET", Api.SLA_POLICIES, STAFF, 200, ""),
          route("GET", Api.SLA_POLICIES + "/{key}", STAFF, 200, ""),
          route("POST", Api.SLA_POLICIES, ADMINS, 201, "NEW SLA POLICY"),
          route("PATCH", Api.SLA_POLICIES + "/{key}", ADMINS, 200, "{\"atRiskPercent\": 50}"),
          route("DELETE", Api.SLA_POLICIES + "/{key}", ADMINS, 204, ""),
          route("GET", Api.CALENDARS, STAFF, 200, ""),
          route("GET", Api.CALENDARS + "/{key}", STAFF, 200, ""),
          route("POST", Api.CALENDARS, ADMINS, 403, "NEW CALENDAR"),
          route("PATCH", Api.CALENDARS + "/{key}", ADMINS, 403, "{\"holidays\": []}"),
          route("DELETE", Api.CALENDARS + "/{key}", ADMINS, 403, ""));

  @Inject ObjectMapper json;
  @Inject Sql sql;

  @TestHTTPResource(value = "/q", management = true)
  URI management;

  /** The shipped apps are other tests' too, and keep the catalogues that they came with. */
  @AfterEach
  void takes_its_rows_away() {
    Person admin = Api.admin("bookings");
    for (String catalogue : List.of(Api.CATEGORIES, Api.CUSTOM_FIELDS, Api.SLA_POLICIES)) {
      admin.get(catalogue).jsonPath().<String>getList("items.key").stream()
          .filter(key -> key.startsWith(MADE_UP))
          .forEach(key -> admin.delete(catalogue + "/" + key).then().statusCode(204));
    }
  }

  private static Route route(String method, String path, Set<Who> roles, int success, String body) {
    return route(method, path, roles, success, State.OPEN, body);
  }

  private static Route route(
      String method, String path, Set<Who> roles, int success, State state, String body) {
    return new Route(method, path, roles, success, state, body);
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
    if (route.isOfTicket() || route.isVerification()) {
      walkTicketRoute(route, who, target);
    } else {
      walkCatalogueOrList(route, who, target);
    }
  }

  private void walkTicketRoute(Route route, Who who, Target target) {
    Cast cast = new Cast();
    String ticket = cast.ticketFor(who, target, route.state());
    String message = target == ABSENT ? UUID.randomUUID().toString() : cast.firstMessageOf(ticket);
    long before = footprints(ticket);

    Response answer = call(cast.person(who), route, ticket, message);

    int expected = expectedForTicket(route, who, target);
    assertThat(answer.statusCode())
        .as("%s by %s on %s: %s", route.name(), who, target, answer.asString())
        .isEqualTo(expected);
    if (expected >= 400) {
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(footprints(ticket)).as("what is stored").isEqualTo(before);
    }
    if (expected == 404) {
      Response never = call(cast.person(who), route, UUID.randomUUID().toString(), message);
      assertThat(withoutInstance(answer)).isEqualTo(withoutInstance(never));
      Response malformed = call(cast.person(who), route, "no-such-ref", message);
      assertThat(withoutInstance(malformed)).isEqualTo(withoutInstance(never));
    }
  }

  private static int expectedForTicket(Route route, Who who, Target target) {
    if (who == NOBODY) {
      return 401;
    }
    if (!route.roles().contains(who)) {
      return 403;
    }
    if (target == OWN) {
      return route.success();
    }
    // Another agent has it: who reaches for it has lost a race, which is told even out of sight.
    if (target == OTHER && who == AGENT && route.name().equals("PUT " + T + "/{ref}/assignee")) {
      return 409;
    }
    return 404;
  }

  private void walkCatalogueOrList(Route route, Who who, Target target) {
    Cast cast = new Cast();
    if (route.path().startsWith(Api.CALENDARS)) {
      // It stays: 201 the first time, 409 from then on.
      Api.admin("*").post(Api.CALENDARS, NEW_CALENDAR);
    }
    String app =
        switch (target) {
          case OWN -> cast.app;
          case OTHER -> "marketplace";
          case ABSENT -> "nowhere";
        };
    if (route.path().startsWith(JOBS)) {
      walkJobRoute(route, who, target, cast);
      return;
    }
    String key =
        switch (route.path()) {
          case Api.CATEGORIES + "/{key}" -> cast.freshCategory();
          case Api.CUSTOM_FIELDS + "/{key}" -> cast.freshCustomField();
          case Api.SLA_POLICIES + "/{key}" -> cast.freshPolicy();
          case Api.CALENDARS + "/{key}" -> target == OWN ? Cast.CALENDAR : "no_such_calendar";
          default -> app;
        };
    Response answer = call(cast.person(who), route, key, app);

    assertThat(answer.statusCode())
        .as("%s by %s on %s: %s", route.name(), who, target, answer.asString())
        .isEqualTo(expectedForCatalogue(route, who, target));
  }

  /** Own: a run for the caller's app. Other: one for another app. Absent: no such job. */
  private void walkJobRoute(Route route, Who who, Target target, Cast cast) {
    String asked =
        Api.admin(target == OTHER ? "desk" : cast.app)
            .calls()
            .post(JOBS + "/close_resolved/runs")
            .jsonPath()
            .getString("id");
    Response answer =
        call(cast.person(who), route, target == ABSENT ? "no_such_job" : "close_resolved", asked);

    boolean ofRun = route.path().endsWith("{id}");
    boolean missing =
        (target == ABSENT && !route.path().equals(JOBS)) || (target == OTHER && ofRun);
    int expected =
        who == NOBODY ? 401 : !route.roles().contains(who) ? 403 : missing ? 404 : route.success();
    assertThat(answer.statusCode())
        .as("%s by %s on %s: %s", route.name(), who, target, answer.asString())
        .isEqualTo(expected);
  }

  private static int expectedForCatalogue(Route route, Who who, Target target) {
    if (who == NOBODY) {
      return 401;
    }
    if (!route.roles().contains(who)) {
      return 403;
    }
    return switch (route.name()) {
      // A filter by an app out of reach chooses nothing.
      case "GET " + T, "GET " + T + "/counts", "GET " + Api.APPS -> 200;
      case "GET " + AuditResource.PATH,
          "GET " + AuditResource.PATH + "/verifications",
          "GET " + RatingResource.PATH ->
          200;
      case "POST " + T -> target == OWN ? 201 : 400;
      // The admin at hand serves one app; adding one takes all.
      case "POST " + Api.APPS -> 403;
      // Calendars belong to no app, and are changed by admins of all: this one serves one.
      case "GET " + Api.CALENDARS -> 200;
      case "POST " + Api.CALENDARS,
          "PATCH " + Api.CALENDARS + "/{key}",
          "DELETE " + Api.CALENDARS + "/{key}" ->
          403;
      default -> target == OWN ? route.success() : 404;
    };
  }

  @Test
  void an_admin_of_every_app_adds_one() {
    String key = "app_" + UUID.randomUUID().toString().replace("-", "");
    Api.admin("*")
        .post(Api.APPS, newApp(key))
        .then()
        .statusCode(201)
        .header("Location", Api.APPS + "/" + key);
  }

  @Test
  void every_route_of_the_document_stands_in_the_table() throws IOException {
    Set<String> documented = new HashSet<>();
    json.readTree(given().get(management.resolve("/q/openapi?format=json")).asString())
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (Set.of("get", "put", "post", "patch", "delete").contains(method)) {
                            documented.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    assertThat(TABLE.stream().map(Route::name)).containsExactlyInAnyOrderElementsOf(documented);
  }

  /** Rows that a change of the ticket would add or move. */
  private long footprints(String ticket) {
    UUID id = UUID.fromString(ticket);
    return sql.first(
            """
            SELECT coalesce((SELECT event_sequence * 1000 + version * 100 + customer_read_up_to
                               + staff_read_up_to + cardinality(watchers) * 10000
                             FROM ticket WHERE id = ?), 0)
                   + (SELECT count(*) FROM message WHERE ticket_id = ?)
                   + (SELECT count(*) FROM history WHERE ticket_id = ?) AS rows
            """,
            row -> row.longValue("rows"),
            id,
            id,
            id)
        .orElseThrow();
  }

  private String withoutInstance(Response answer) {
    try {
      JsonNode body = json.readTree(answer.asString());
      return ((ObjectNode) body).without("instance").toString() + answer.contentType();
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + answer.asString(), e);
    }
  }

  private static Response call(Person person, Route route, String key, String other) {
    RequestSpecification request =
        person == null ? given().contentType(ContentType.JSON) : person.calls();
    String path =
        route
            .path()
            .replace("{ref}", key)
            .replace("{key}", key)
            .replace("{name}", key)
            .replace("{id}", other);
    if (!route.isOfTicket()) {
      switch (route.name()) {
        case "GET " + T, "GET " + T + "/counts" -> request.queryParam("app", other);
        case "GET " + AuditResource.PATH,
            "GET " + AuditResource.PATH + "/verifications",
            "GET " + RatingResource.PATH ->
            request.queryParam("app", other);
        case "GET " + AuditResource.PATH + "/verification" -> request.queryParam("ticket", key);
        default -> {
          boolean ofCatalogue =
              Stream.of(Api.CATEGORIES, Api.CUSTOM_FIELDS, Api.SLA_POLICIES)
                  .anyMatch(route.path()::startsWith);
          if (ofCatalogue && !route.method().equals("POST")) {
            request.queryParam("app", other);
          }
        }
      }
    }
    switch (route.body()) {
      case "" -> {
        // Nothing to send.
      }
      case "NEW TICKET" -> {
        Map<String, Object> body = Api.newTicket(other);
        body.put("app", other);
        if (person != null && !person.id().startsWith("customer")) {
          body.put("customerId", "somebody");
        }
        request.body(body);
      }
      case "NEW APP" -> request.body(newApp("unwanted"));
      case "NEW CATEGORY" ->
          request.body(
              Map.of("key", madeUpKey(), "app", other, "name", "New", "department", "general"));
      case "NEW SLA POLICY" -> request.body(newPolicy(madeUpKey(), other));
      case "NEW CALENDAR" -> request.body(NEW_CALENDAR);
      case "NEW CUSTOM FIELD" ->
          request.body(Map.of("key", madeUpKey(), "app", other, "name", "New", "type", "text"));
      default -> request.body(route.body());
    }
    return request.request(route.method(), path);
  }

  private static String madeUpKey() {
    return MADE_UP + UUID.randomUUID().toString().replace('-', '_');
  }

  private static Map<String, Object> newPolicy(String key, String app) {
    return Map.of(
        "key",
        key,
        "app",
        app,
        "targets",
        Map.of("urgent", Map.of("firstResponse", "PT1M", "resolution", "PT2M")));
  }

  private static final Map<String, Object> NEW_CALENDAR =
      Map.of(
          "key",
          Cast.CALENDAR,
          "timeZone",
          "UTC",
          "week",
          Map.of("monday", List.of(Map.of("from", "09:00", "to", "17:00"))));

  private static Map<String, Object> newApp(String key) {
    String prefix =
        "X" + key.substring(Math.max(0, key.length() - 6)).toUpperCase(java.util.Locale.ROOT);
    return Map.of("key", key, "name", "An app", "prefix", prefix.replaceAll("[^A-Z0-9]", "X"));
  }

  /** The people of one cell and what is theirs, new each time. */
  private static final class Cast {
    private static final String CALENDAR = "calendar_of_the_matrix";

    private final String app = "bookings";
    private final Person customer = Api.customer(app);
    private final Person agent = Api.agent(app, "technical");
    private final Person admin = Api.admin(app);
    private final Person service = Api.service(app);

    Person person(Who who) {
      return switch (who) {
        case NOBODY -> null;
        case CUSTOMER -> customer;
        case AGENT -> agent;
        case ADMIN -> admin;
        case SERVICE -> service;
      };
    }

    /** A ticket that is this person's to see, or somebody else's, or none. */
    String ticketFor(Who who, Target target, State state) {
      return switch (target) {
        case OWN -> own(who, state);
        case OTHER -> others(who, state);
        case ABSENT -> UUID.randomUUID().toString();
      };
    }

    private String own(Who who, State state) {
      String ticket =
          switch (who) {
            case NOBODY, CUSTOMER, AGENT, ADMIN -> customer.opens();
            case SERVICE -> service.opens(Map.of("customerId", customer.id())).getString("id");
          };
      return in(state, ticket, admin);
    }

    private String others(Who who, State state) {
      return switch (who) {
        case NOBODY, CUSTOMER, SERVICE -> in(state, Api.customer(app).opens(), admin);
        case AGENT -> {
          // Another department's, and another agent has it.
          Person other = Api.agent(app, "billing");
          String ticket = Api.customer(app).opens(Map.of("category", "payment")).getString("id");
          other.picks(ticket);
          yield in(state, ticket, other);
        }
        case ADMIN -> in(state, Api.customer("desk").opens(), Api.admin("desk"));
      };
    }

    private static String in(State state, String ticket, Person staff) {
      if (state == State.RESOLVED) {
        staff.resolves(ticket);
      }
      return ticket;
    }

    String firstMessageOf(String ticket) {
      return Api.admin("*")
          .get(Api.TICKETS + "/" + ticket + "/messages")
          .jsonPath()
          .getString("items[-1].id");
    }

    String freshCustomField() {
      String key = madeUpKey();
      admin
          .post(Api.CUSTOM_FIELDS, Map.of("key", key, "name", "For a test", "type", "text"))
          .then()
          .statusCode(201);
      return key;
    }

    String freshPolicy() {
      String key = madeUpKey();
      admin.post(Api.SLA_POLICIES, newPolicy(key, app)).then().statusCode(201);
      return key;
    }

    String freshCategory() {
      String key = madeUpKey();
      admin
          .post(Api.CATEGORIES, Map.of("key", key, "name", "For a test", "department", "general"))
          .then()
          .statusCode(201);
      return key;
    }
  }
}
