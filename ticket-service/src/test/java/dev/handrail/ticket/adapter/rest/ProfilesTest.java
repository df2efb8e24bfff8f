package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the shipped apps differ. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class ProfilesTest {

  private static final String PICKED = "picked";

  /** App, prefix, its statuses, its priorities, its categories. */
  static Stream<Arguments> shipped() {
    return Stream.of(
        Arguments.of(
            "rides",
            "RID",
            "open in_progress waiting_customer resolved closed",
            "low medium high urgent",
            "ride_issue driver_issue vehicle_issue gps_issue payment_dispute"),
        Arguments.of(
            "deliveries",
            "DLV",
            "open in_progress waiting_internal resolved closed",
            "low medium high",
            "delivery_damaged delivery_lost delivery_late delivery_quality other"),
        Arguments.of(
            "bookings",
            "BKG",
            "open assigned in_progress waiting_customer waiting_internal escalated resolved closed"
                + " reopened",
            "low medium high urgent",
            "account booking payment billing technical complaint feature_request bug_report"
                + " general other"),
        Arguments.of(
            "desk",
            "TKT",
            "open in_progress resolved closed",
            "low medium high urgent",
            "technical billing account feature_request bug_report general other"),
        Arguments.of(
            "marketplace",
            "MKT",
            "open in_progress resolved closed",
            "low medium high urgent",
            "billing technical account service general"));
  }

  /** App, what is done to an open ticket, the status that it then has. */
  static Stream<Arguments> substitutions() {
    return Stream.of(
        Arguments.of("rides", PICKED, "in_progress"),
        Arguments.of("rides", "waiting_customer", "waiting_customer"),
        Arguments.of("rides", "waiting_internal", "in_progress"),
        Arguments.of("deliveries", PICKED, "in_progress"),
        Arguments.of("deliveries", "waiting_customer", "in_progress"),
        Arguments.of("deliveries", "waiting_internal", "waiting_internal"),
        Arguments.of("bookings", PICKED, "assigned"),
        Arguments.of("bookings", "waiting_customer", "waiting_customer"),
        Arguments.of("bookings", "waiting_internal", "waiting_internal"),
        Arguments.of("desk", PICKED, "in_progress"),
        Arguments.of("desk", "waiting_customer", "in_progress"),
        Arguments.of("desk", "waiting_internal", "in_progress"),
        Arguments.of("marketplace", PICKED, "in_progress"),
        Arguments.of("marketplace", "waiting_customer", "in_progress"),
        Arguments.of("marketplace", "waiting_internal", "in_progress"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void an_app_has_its_own_vocabulary(
      String app, String prefix, String statuses, String priorities, String categories) {
    Person customer = Api.customer(app);
    JsonPath settings = customer.get(Api.APPS + "/" + app).then().extract().jsonPath();
    assertThat(settings.getString("prefix")).isEqualTo(prefix);
    assertThat(settings.getList("statuses.key")).containsExactlyElementsOf(words(statuses));
    assertThat(settings.getList("priorities.key")).containsExactlyElementsOf(words(priorities));
    assertThat(customer.get(Api.CATEGORIES).jsonPath().getList("items.key"))
        .containsExactlyElementsOf(words(categories));

    assertThat(customer.opens(Map.of()).getString("number")).startsWith(prefix + "-");
    for (String category : words(categories)) {
      assertThat(customer.opens(Map.of("category", category)).getString("category"))
          .isEqualTo(category);
    }
    for (String priority : List.of("low", "medium", "high", "urgent")) {
      Map<String, Object> body = Api.newTicket(app);
      body.put("priority", priority);
      customer
          .post(Api.TICKETS, body)
          .then()
          .statusCode(words(priorities).contains(priority) ? 201 : 400);
    }
    Map<String, Object> elsewhere = Api.newTicket(app);
    elsewhere.put("category", app.equals("rides") ? "delivery_lost" : "ride_issue");
    Response refused = customer.post(Api.TICKETS, elsewhere);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getList("errors.field")).containsExactly("category");
  }

  @ParameterizedTest(name = "{0}: {1} gives {2}")
  @MethodSource("substitutions")
  void where_an_app_lacks_a_status_the_next_best_is_taken(
      String app, String done, String expected) {
    Person admin = Api.admin(app);
    String id = Api.customer(app).opens();
    if (done.equals(PICKED)) {
      admin.picks(id);
    } else {
      admin.moves(id, done);
    }
    assertThat(admin.reads(id).getString("status")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rides", "deliveries", "bookings", "desk", "marketplace"})
  void a_reopened_ticket_is_active_with_its_agent_or_with_none(String app) {
    boolean hasReopened = app.equals("bookings");
    Person admin = Api.admin(app);
    Person customer = Api.customer(app);
    for (boolean picked : new boolean[] {true, false}) {
      String id = customer.opens();
      if (picked) {
        admin.picks(id);
      }
      admin.resolves(id);
      customer
          .post(Api.TICKETS + "/" + id + "/reopen", Map.of("reason", "Again."))
          .then()
          .statusCode(200);
      assertThat(customer.reads(id).getString("status"))
          .isEqualTo(hasReopened ? "reopened" : picked ? "in_progress" : "open");
      assertThat(customer.reads(id).getString("assignee.id")).isEqualTo(picked ? admin.id() : null);
    }
  }

  @Test
  void only_customers_open_tickets_of_deliveries() {
    Map<String, Object> onBehalf = Api.newTicket("deliveries");
    onBehalf.put("customerId", "42");
    for (Person other :
        List.of(Api.agent("deliveries"), Api.admin("deliveries"), Api.service("deliveries"))) {
      other.post(Api.TICKETS, onBehalf).then().statusCode(403);
    }
    Api.customer("deliveries").opens();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rides", "bookings", "desk", "marketplace"})
  void elsewhere_staff_and_services_open_them_for_a_customer(String app) {
    Person customer = Api.customer(app);
    customer.get(Api.TICKETS).then().statusCode(200);
    for (Person other : List.of(Api.agent(app), Api.admin(app), Api.service(app))) {
      JsonPath opened = other.opens(Map.of("customerId", customer.id()));
      assertThat(opened.getString("customer.id")).isEqualTo(customer.id());
      assertThat(opened.getString("customer.name")).isEqualTo("Cora " + customer.id());
      assertThat(customer.reads(opened.getString("id")).getString("number"))
          .isEqualTo(opened.getString("number"));
      other.post(Api.TICKETS, Api.newTicket(app)).then().statusCode(400);
    }
  }

  @Test
  void agents_of_deliveries_see_their_own_and_what_nobody_has_and_needs_work() {
    assertThat(seen("deliveries", null, false, false)).isTrue();
    assertThat(seen("deliveries", null, true, false)).isFalse();
    assertThat(seen("deliveries", null, false, true)).isFalse();
  }

  @Test
  void agents_of_bookings_see_their_department_and_what_nobody_has() {
    // Tickets here are technical.
    assertThat(seen("bookings", "technical", true, false)).isTrue();
    assertThat(seen("bookings", "billing", true, false)).isFalse();
    assertThat(seen("bookings", "billing", false, false)).isTrue();
    assertThat(seen("bookings", "billing", false, true)).isTrue();
    assertThat(seen("bookings", null, true, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rides", "desk", "marketplace"})
  void agents_of_other_apps_see_every_ticket(String app) {
    assertThat(seen(app, "billing", false, false)).isTrue();
    assertThat(seen(app, "billing", true, false)).isTrue();
    assertThat(seen(app, "billing", false, true)).isTrue();
  }

  /** Whether an agent sees a ticket, the same by its id and in lists and counts. */
  private static boolean seen(String app, String department, boolean taken, boolean resolved) {
    Person customer = Api.customer(app);
    Person agent = department == null ? Api.agent(app) : Api.agent(app, department);
    String id = customer.opens();
    if (taken) {
      Api.admin(app).picks(id);
    }
    if (resolved) {
      Api.admin(app).resolves(id);
    }
    boolean byId = agent.get(Api.TICKETS + "/" + id).statusCode() == 200;
    String filter = "?customer=" + customer.id();
    assertThat(agent.get(Api.TICKETS + filter).jsonPath().getList("items")).hasSize(byId ? 1 : 0);
    assertThat(agent.get(Api.TICKETS + "/counts" + filter).jsonPath().getInt("total"))
        .isEqualTo(byId ? 1 : 0);
    return byId;
  }

  @Test
  void the_same_subject_in_two_apps_is_two_people() {
    String id = Api.unique("same");
    Person ofRides = Api.customer("rides", id);
    Person ofDesk = Api.customer("desk", id);
    String ticket = ofRides.opens();
    ofDesk.get(Api.TICKETS + "/" + ticket).then().statusCode(404);
    assertThat(ofDesk.get(Api.TICKETS).jsonPath().getList("items")).isEmpty();
    assertThat(ofRides.get(Api.TICKETS).jsonPath().getList("items")).hasSize(1);
  }

  @Test
  void apps_name_things_in_their_own_words() {
    assertThat(
            Api.customer("deliveries")
                .get(Api.APPS + "/deliveries")
                .jsonPath()
                .getString("statuses.find { it.key == 'waiting_internal' }.name"))
        .isEqualTo("On hold");
    assertThat(
            Api.customer("desk")
                .get(Api.APPS + "/desk")
                .jsonPath()
                .getString("priorities.find { it.key == 'medium' }.name"))
        .isEqualTo("Normal");
    assertThat(Api.customer("desk").opens(Map.of("priority", "normal")).getString("priority"))
        .isEqualTo("medium");
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" "));
  }
}
