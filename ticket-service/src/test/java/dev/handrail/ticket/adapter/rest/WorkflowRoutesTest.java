package dev.handrail.ticket.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handrail.kit.sql.Sql;
import dev.handrail.kit.testing.Infrastructure;
import dev.handrail.ticket.adapter.rest.Api.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state machine over HTTP: every status × every target, and who may move what. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
class WorkflowRoutesTest {

  /** The status table of the requirements, written down here once more. */
  private static final Map<String, List<String>> MOVES = new LinkedHashMap<>();

  static {
    moves(
        "open", "assigned in_progress waiting_customer waiting_internal escalated resolved closed");
    moves(
        "assigned", "open in_progress waiting_customer waiting_internal escalated resolved closed");
    moves(
        "in_progress", "open assigned waiting_customer waiting_internal escalated resolved closed");
    moves("waiting_customer", "in_progress waiting_internal escalated resolved closed");
    moves("waiting_internal", "in_progress waiting_customer escalated resolved closed");
    moves("escalated", "assigned in_progress waiting_customer waiting_internal resolved closed");
    moves("resolved", "closed reopened");
    moves("closed", "reopened");
    moves(
        "reopened",
        "assigned in_progress waiting_customer waiting_internal escalated resolved closed");
  }

  /** These have routes of their own. */
  private static final Map<String, String> OWN_ROUTES =
      Map.of("assigned", "assignee", "escalated", "escalation", "reopened", "reopening");

  @Inject Sql sql;

  private static void moves(String from, String to) {
    MOVES.put(from, Arrays.asList(to.split(" ")));
  }

  static Stream<Arguments> pairs() {
    return MOVES.keySet().stream()
        .flatMap(from -> MOVES.keySet().stream().map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void a_legal_move_is_made_and_an_illegal_one_names_the_legal_ones(String from, String to) {
    Person admin = Api.admin("bookings");
    String id = ticketIn(from, admin);

    Response answer =
        admin.put(Api.TICKETS + "/" + id + "/status", Map.of("status", to, "note", "For a test."));

    if (OWN_ROUTES.containsKey(to)) {
      assertRefused(answer, from);
      assertThat(answer.jsonPath().getString("detail")).contains(OWN_ROUTES.get(to));
    } else if (MOVES.get(from).contains(to)) {
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
      assertThat(answer.jsonPath().getString("status")).isEqualTo(to);
      assertThat(admin.reads(id).getString("status")).isEqualTo(to);
    } else {
      assertRefused(answer, from);
      assertThat(admin.reads(id).getString("status")).isEqualTo(from);
    }
  }

  private static void assertRefused(Response answer, String from) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(409);
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/illegal-move");
    assertThat(answer.jsonPath().getList("allowed"))
        .containsExactlyInAnyOrderElementsOf(MOVES.get(from));
  }

  private String ticketIn(String status, Person admin) {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    switch (status) {
      case "open" -> {
        // As it is.
      }
      case "assigned" -> admin.picks(id);
      case "escalated" ->
          admin
              .post(Api.TICKETS + "/" + id + "/escalations", Map.of("reason", "Too hot."))
              .then()
              .statusCode(201);
      case "reopened" -> {
        admin.resolves(id);
        customer
            .post(Api.TICKETS + "/" + id + "/reopen", Map.of("reason", "Again."))
            .then()
            .statusCode(200);
      }
      default -> admin.moves(id, status);
    }
    assertThat(admin.reads(id).getString("status")).isEqualTo(status);
    return id;
  }

  @Test
  void other_names_of_statuses_are_taken() {
    Person admin = Api.admin("bookings");
    String id = ticketIn("open", admin);
    admin.moves(id, "on_hold");
    assertThat(admin.reads(id).getString("status")).isEqualTo("waiting_internal");
    admin.moves(id, "waiting_user");
    assertThat(admin.reads(id).getString("status")).isEqualTo("waiting_customer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "in_progress", "waiting_customer", "resolved", "reopened"})
  void a_customer_moves_its_ticket_nowhere_but_to_the_end(String status) {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    Api.admin("bookings").resolves(id);
    customer
        .put(Api.TICKETS + "/" + id + "/status", Map.of("status", status))
        .then()
        .statusCode(403);
  }

  @Test
  void a_customer_closes_only_what_is_resolved() {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    Response early = customer.put(Api.TICKETS + "/" + id + "/status", Map.of("status", "closed"));
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.jsonPath().getList("allowed")).isNotEmpty();
  }

  @Test
  void a_rating_is_given_once_and_not_before_the_end() {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    String rating = Api.TICKETS + "/" + id + "/rating";
    customer.post(rating, Map.of("rating", 5)).then().statusCode(409);
    Api.admin("bookings").resolves(id);
    for (Object wrong : List.of(0, 6, -1, 2.5, "5")) {
      customer.post(rating, Map.of("rating", wrong)).then().statusCode(400);
    }
    Response first = customer.post(rating, Map.of("rating", 1, "comment", "Slow."));
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.jsonPath().getMap("")).containsOnlyKeys("rating", "comment", "at");
    Response second = customer.post(rating, Map.of("rating", 5));
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.jsonPath().getString("type")).isEqualTo("/problems/already-rated");
  }

  @Test
  void a_reopening_takes_a_reason_and_comes_within_the_window() {
    Person customer = Api.customer("bookings");
    String id = customer.opens();
    Api.admin("bookings").resolves(id);
    String reopen = Api.TICKETS + "/" + id + "/reopen";
    customer.post(reopen, Map.of()).then().statusCode(400);
    sql.update(
        "UPDATE ticket SET resolved_at = resolved_at - interval '15 days' WHERE id = ?",
        UUID.fromString(id));
    Response late = customer.post(reopen, Map.of("reason", "Again."));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.jsonPath().getString("type")).isEqualTo("/problems/reopen-window-passed");
  }

  @Test
  void an_agent_hands_over_its_own_ticket_and_takes_nobody_elses() {
    Person ada = Api.agent("bookings");
    Person bob = Api.agent("bookings");
    String id = Api.customer("bookings").opens();
    String assignee = Api.TICKETS + "/" + id + "/assignee";

    ada.put(assignee, Map.of("agentId", bob.id())).then().statusCode(403);
    ada.picks(id);
    Response taken = bob.put(assignee, Map.of("agentId", "me"));
    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(taken.jsonPath().getString("type")).isEqualTo("/problems/already-assigned");
    bob.delete(assignee).then().statusCode(409);

    bob.get(Api.APPS).then().statusCode(200);
    ada.put(assignee, Map.of("agentId", bob.id())).then().statusCode(200);
    var detail = bob.reads(id);
    assertThat(detail.getString("assignee.id")).isEqualTo(bob.id());
    assertThat(detail.getString("assignee.name")).isEqualTo("Ada " + bob.id());
    assertThat(detail.getList("assignments.how"))
        .containsExactlyInAnyOrder("picked", "handed_over");

    Response freed = bob.delete(assignee);
    assertThat(freed.statusCode()).isEqualTo(200);
    assertThat(freed.jsonPath().<Object>get("assignee")).isNull();
    assertThat(freed.jsonPath().getString("status")).isEqualTo("open");
  }

  @Test
  void a_new_priority_moves_the_open_targets() {
    Person admin = Api.admin("bookings");
    String id = Api.customer("bookings").opens();
    String before = admin.reads(id).getString("sla.resolution.dueAt");
    admin
        .put(Api.TICKETS + "/" + id + "/priority", Map.of("priority", "urgent"))
        .then()
        .statusCode(200);
    var after = admin.reads(id);
    assertThat(after.getString("priority")).isEqualTo("urgent");
    assertThat(after.getString("sla.resolution.dueAt")).isLessThan(before);
  }

  @Test
  void what_a_permission_takes_away_is_refused_and_what_it_grants_is_allowed() {
    String id = Api.customer("bookings").opens();
    String ticket = Api.TICKETS + "/" + id;
    var issuer = dev.handrail.kit.testing.TestIssuer.shared();
    Person looker =
        new Person(
            "looker",
            "bookings",
            issuer
                .token("support_agent", "looker")
                .app("bookings")
                .permissions("view_tickets")
                .sign());
    looker.get(ticket).then().statusCode(200);
    looker.post(ticket + "/messages", Map.of("text", "Hi.")).then().statusCode(403);
    looker.put(ticket + "/status", Map.of("status", "in_progress")).then().statusCode(403);
    looker.put(ticket + "/assignee", Map.of("agentId", "me")).then().statusCode(403);
    looker.post(ticket + "/close", Map.of()).then().statusCode(403);

    Person blind =
        new Person(
            "blind",
            "bookings",
            issuer
                .token("support_agent", "blind")
                .app("bookings")
                .permissions("edit_tickets")
                .sign());
    blind.get(ticket).then().statusCode(403);
    blind.get(Api.TICKETS).then().statusCode(403);

    Person remover =
        new Person(
            "remover",
            "bookings",
            issuer
                .token("support_agent", "remover")
                .app("bookings")
                .permissions("view_tickets", "delete_tickets")
                .sign());
    remover.delete(ticket).then().statusCode(204);
    remover.get(ticket).then().statusCode(404);
  }
}
